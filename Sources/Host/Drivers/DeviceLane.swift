import CRealtime
import Realtime
import Synchronization
import WorkQueues

/// Performs what takes as long as a device does, one after the other.
///
/// A call into a device that does not return in time is named once and loses its turn to the next;
/// its device is left alone until it does. The queue grows then, so that the next has a worker.
///
/// Thread: any of the control side.
final class DeviceLane: Sendable {
  /// How long the others wait for a call: a stop that loses a thread takes half of it.
  static let patienceNanoseconds: Int64 = 4_000_000_000

  /// A job, and the call into a device it is in.
  private struct Entry {
    let number: UInt64
    let whenStuck: @Sendable () -> Void
    var worker: WorkerHandle?
    var call: DeviceCall?
    /// When the call began, in nanoseconds on CLOCK_MONOTONIC.
    var since: Int64 = 0
  }

  private struct Job {
    let body: @Sendable (DeviceTurn) -> Void
    let whenStuck: @Sendable () -> Void
  }

  private struct State {
    var waiting: [Job] = []
    /// Whose turn it is.
    var present: Entry?
    /// Those that lost their turn and did not return.
    var stuck: [Entry] = []
    var lastNumber: UInt64 = 0
  }

  private let queue: WorkQueue
  private let events: EventLog
  private let state = Mutex(State())

  /// Creates a lane on a multithreaded queue with one worker, for itself alone.
  init(queue: WorkQueue, events: EventLog) {
    self.queue = queue
    self.events = events
  }

  /// Has `body` performed when all before it have been, or lost their turn.
  ///
  /// `whenStuck` is performed when it loses its own, by who calls `look`.
  func put(
    _ body: @escaping @Sendable (DeviceTurn) -> Void,
    whenStuck: @escaping @Sendable () -> Void = {}
  ) {
    state.withLock { $0.waiting.append(Job(body: body, whenStuck: whenStuck)) }
    startNext()
  }

  /// Takes the turn from a call that does not return.
  func look() {
    let lost = state.withLock { state -> Entry? in
      guard let entry = state.present, entry.call != nil,
        Clock.now() - entry.since >= Self.patienceNanoseconds
      else { return nil }
      // A queue that closes does not wait for it. Said before it may return, which takes it back.
      entry.worker?.setLost(true)
      queue.setLongRunning(true)
      state.stuck.append(entry)
      state.present = nil
      return entry
    }
    guard let lost, let call = lost.call else { return }
    events.add("\(call) does not return; it is left alone until it does")
    lost.whenStuck()
    startNext()
  }

  /// Waits until all was performed or has lost its turn; nothing may be put meanwhile.
  func finish() {
    while state.withLock({ $0.present != nil || !$0.waiting.isEmpty }) {
      look()
      _ = rt_sleep_until(Clock.now() + 1_000_000)
    }
  }

  /// Whether a call into that device does not return.
  func isStuck(_ candidate: DeviceCandidate) -> Bool { stuckCall(into: candidate) != nil }

  /// The call into that device that does not return.
  func stuckCall(into candidate: DeviceCandidate) -> DeviceCall? {
    state.withLock { state in
      state.stuck.lazy.compactMap(\.call).first { candidate.isOfSameDevice(as: $0.candidate) }
    }
  }

  private func startNext() {
    let next = state.withLock { state -> (job: Job, number: UInt64)? in
      guard state.present == nil, !state.waiting.isEmpty else { return nil }
      let job = state.waiting.removeFirst()
      state.lastNumber += 1
      state.present = Entry(number: state.lastNumber, whenStuck: job.whenStuck)
      return (job, state.lastNumber)
    }
    guard let (job, number) = next else { return }
    let isTaken = DeviceJob.put(
      { [self] in
        job.body(DeviceTurn(lane: self, number: number))
        end(number)
      }, on: queue)
    // A queue that takes nothing any more belongs to a host that ends.
    if !isTaken { state.withLock { ($0.present, $0.waiting) = (nil, []) } }
  }

  private func end(_ number: UInt64) {
    let late = state.withLock { state -> Entry? in
      if state.present?.number == number {
        state.present = nil
        return nil
      }
      guard let place = state.stuck.firstIndex(where: { $0.number == number }) else { return nil }
      let late = state.stuck.remove(at: place)
      late.worker?.setLost(false)
      return late
    }
    if let late {
      queue.setLongRunning(false)
      if let call = late.call { events.add("\(call) has returned") }
    }
    startNext()
  }
}

// MARK: - Turns

/// A job's turn in a lane, for the job alone.
struct DeviceTurn: Sendable {
  fileprivate let lane: DeviceLane
  fileprivate let number: UInt64

  /// Whether the job was waited for up to now.
  var isKept: Bool { lane.isPresent(number) }

  /// Performs a call into a device, for which the others wait no longer than they have patience.
  func during<Result, Failure: Error>(
    _ call: DeviceCall, _ body: () throws(Failure) -> Result
  ) throws(Failure) -> Result {
    lane.note(call, of: number)
    defer { lane.note(nil, of: number) }
    return try body()
  }
}

extension DeviceLane {
  fileprivate func isPresent(_ number: UInt64) -> Bool {
    state.withLock { $0.present?.number == number }
  }

  fileprivate func note(_ call: DeviceCall?, of number: UInt64) {
    state.withLock { state in
      guard state.present?.number == number else { return }
      state.present?.call = call
      state.present?.since = Clock.now()
      state.present?.worker = WorkerHandle.current
    }
  }
}
