// Code and data used in the cycle.
import CRealtime
import Signal
import Synchronization

/// What a period touches of the steering.
struct SteeringCore: ~Copyable {
  /// What was posted, the latest first, until the cycle takes it.
  let posted = Atomic<UnsafeMutablePointer<SteeringBatchCore>?>(nil)
  /// What waits for its frame or is on its way, in the order of posting; the cycle's own.
  var first: UnsafeMutablePointer<SteeringBatchCore>?
  /// The end of the period that was opened last.
  let endFrame = Atomic<UInt64>(0)
}

/// The steering as the cycle sees it; valid as long as the `SteeringDesk`.
struct SteeringCycle: BitwiseCopyable, @unchecked Sendable {
  let core: UnsafeMutablePointer<SteeringCore>
  let transport: HostTransport.Handle
  /// Nil where the fades are somebody else's.
  let fader: FaderHandle?

  /// Sets out with what is due in a period in which the plan with a number is run, and goes on with
  /// what is on its way.
  ///
  /// Thread: cycle, before the graph's run is opened.
  @_noLocks
  func perform(_ period: UnsafePointer<rt_period>, plan: UInt64) {
    let first = period.pointee.frame_time
    let end = first &+ UInt64(period.pointee.frames)
    core.pointee.endFrame.store(end, ordering: .relaxed)
    takePosted()
    var last: UnsafeMutablePointer<SteeringBatchCore>?
    var next = core.pointee.first
    while let batch = next {
      next = batch.pointee.next
      if perform(batch, first, end, plan) {
        if let last { last.pointee.next = next } else { core.pointee.first = next }
        // Nobody may look at it from here on.
        batch.pointee.isDone.store(true, ordering: .releasing)
      } else {
        last = batch
      }
    }
  }

  /// Puts what was posted behind what is there.
  @_noLocks
  private func takePosted() {
    guard core.pointee.posted.load(ordering: .relaxed) != nil else { return }
    var latest = core.pointee.posted.exchange(nil, ordering: .acquiring)
    var inOrder: UnsafeMutablePointer<SteeringBatchCore>?
    while let batch = latest {
      latest = batch.pointee.next
      batch.pointee.next = inOrder
      inOrder = batch
    }
    guard var end = core.pointee.first else {
      core.pointee.first = inOrder
      return
    }
    while let next = end.pointee.next { end = next }
    end.pointee.next = inOrder
  }

  /// Whether the batch is through.
  @_noLocks
  private func perform(
    _ batch: UnsafeMutablePointer<SteeringBatchCore>, _ first: UInt64, _ end: UInt64, _ plan: UInt64
  ) -> Bool {
    let number = batch.pointee.number
    if !batch.pointee.hasBegun {
      guard batch.pointee.frame < end, batch.pointee.plan <= plan else { return false }
      batch.pointee.hasBegun = true
      let frame = batch.pointee.frame
      let start = frame < first ? first : frame
      for place in 0..<batch.pointee.moveCount {
        batch.pointee.moves[place].begin(at: start, steering: number)
      }
      if let fade = batch.pointee.fade, let fader {
        fader.fade(to: fade.gain, frames: fade.frames, curve: fade.curve)
      }
      if let order = batch.pointee.transport { transport.perform(order) }
    }
    var isThrough = true
    for place in 0..<batch.pointee.moveCount {
      batch.pointee.moves[place].advance(from: first, to: end, steering: number)
      if !batch.pointee.moves[place].isThere { isThrough = false }
    }
    return isThrough
  }
}
