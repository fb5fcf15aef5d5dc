import Signal
import Synchronization

/// What takes effect together: parameters that move, a fade, the transport.
struct Steering: @unchecked Sendable {
  // Unchecked: what the moves point to is atomic, or the cycle's.

  var moves: [SteeredMove] = []
  /// Keeps what the moves point to.
  var nodes: [RunningNode] = []
  var fade: SteeredFade?
  var transport: HostTransport.Order?
  /// The frame it takes effect at; 0 for the next period's first.
  var frame: UInt64 = 0

  var isEmpty: Bool { moves.isEmpty && fade == nil && transport == nil }
}

/// The steering on the control side: posts what is to take effect, and frees what has.
///
/// Thread: any of the control side.
final class SteeringDesk: @unchecked Sendable {
  // Unchecked: the core is the cycle's; batches are freed when it has left them.

  /// Batches that wait or are on their way, at most.
  static let capacity = 1024

  private struct Posted: @unchecked Sendable {
    let batch: UnsafeMutablePointer<SteeringBatchCore>
    let nodes: [RunningNode]

    func free() {
      batch.deinitialize(count: 1)
      batch.deallocate()
    }
  }

  let transport = HostTransport()
  let core: UnsafeMutablePointer<SteeringCore>
  private let state = Mutex<(number: UInt64, posted: [Posted])>((0, []))

  init() {
    core = .allocate(capacity: 1)
    core.initialize(to: SteeringCore())
  }

  deinit {
    state.withLock { for posted in $0.posted { posted.free() } }
    core.deinitialize(count: 1)
    core.deallocate()
  }

  /// The steering as the cycle sees it, with the fader it moves.
  func cycle(_ fader: FaderHandle?) -> SteeringCycle {
    SteeringCycle(core: core, transport: transport.handle, fader: fader)
  }

  /// Has all of it take effect in one period, in which the plan with a number is run.
  func post(_ steering: Steering, plan: UInt64 = 0) {
    guard !steering.isEmpty else { return }
    state.withLock { state in
      collect(&state.posted)
      state.number += 1
      let batch = UnsafeMutablePointer<SteeringBatchCore>.allocate(capacity: 1)
      batch.initialize(
        to: SteeringBatchCore(
          number: state.number, frame: steering.frame, plan: plan, moves: steering.moves,
          fade: steering.fade, transport: steering.transport))
      state.posted.append(Posted(batch: batch, nodes: steering.nodes))
      var latest = core.pointee.posted.load(ordering: .relaxed)
      while true {
        batch.pointee.next = latest
        let (exchanged, original) = core.pointee.posted.compareExchange(
          expected: latest, desired: batch, successOrdering: .releasing, failureOrdering: .relaxed)
        if exchanged { return }
        latest = original
      }
    }
  }

  /// Whether there is room for more.
  var hasRoom: Bool {
    state.withLock { state in
      collect(&state.posted)
      return state.posted.count < Self.capacity
    }
  }

  /// The first frame that no period was opened for.
  var nextFrame: UInt64 { core.pointee.endFrame.load(ordering: .relaxed) }

  private func collect(_ posted: inout [Posted]) {
    posted.removeAll { posted in
      guard posted.batch.pointee.isDone.load(ordering: .acquiring) else { return false }
      posted.free()
      return true
    }
  }
}
