// Control side.
import Realtime
import Synchronization

extension GraphPlayer {
  /// Plays from now on, from silence, what another player was made to begin with.
  ///
  /// Unlike `replace` it waits for nothing, and everything may be different: processors with the
  /// same state, the longest period, the length of fades. An edit under way is dropped. The handle
  /// stays as it is, and the statistics count on; the other player may not be used any more, and no
  /// cycle may ever have run it.
  ///
  /// Thread: control, while no cycle runs.
  public func adopt(_ other: GraphPlayer) {
    let lost = pending
    let dropped = [current, pending].compactMap(\.self)
    other.playing.plan.midiLines.end(whatIsHeldBy: playing.plan.midiLines)
    // A late thread may still be in it; `advance` frees it.
    retired.append(playing)
    (current, pending, posted, upcoming) = (nil, nil, nil, [])
    playing = other.playing
    target = other.target
    targetLatencyFrames = other.targetLatencyFrames
    fadeFrames = other.fadeFrames
    // What waits for a plan that is dropped waits no longer.
    planCount = max(planCount, other.planCount) + 1
    unsafe core.pointee.posted.store(nil, ordering: .relaxed)
    unsafe core.pointee.taken.store(planCount, ordering: .relaxed)
    unsafe core.pointee.current = playing.plan.handle
    counted.begun += 1
    counted.finished += 1
    counted.takenPlans += 1
    lost?.companion?(0)
    for edit in dropped { edit.completion?(.superseded) }
    advance()
  }
}

extension NodeState {
  /// Counts on from where another node has come to.
  ///
  /// Thread: control, while no cycle runs either.
  public func count(onFrom other: NodeState) {
    let (mine, theirs) = unsafe (cell, other.cell)
    unsafe mine.pointee.performed.take(theirs.pointee.performed)
    unsafe mine.pointee.misses.take(theirs.pointee.misses)
    unsafe mine.pointee.timed.take(theirs.pointee.timed)
    unsafe mine.pointee.times.pointee.take(theirs.pointee.times.pointee)
    unsafe mine.pointee.cost.take(theirs.pointee.cost)
    unsafe mine.pointee.faults.take(theirs.pointee.faults)
    unsafe mine.pointee.latestFault.take(theirs.pointee.latestFault)
    unsafe mine.pointee.arithmeticChanges.take(theirs.pointee.arithmeticChanges)
    unsafe mine.pointee.denormalBlocks.take(theirs.pointee.denormalBlocks)
  }
}

extension Atomic<UInt64> {
  fileprivate borrowing func take(_ other: borrowing Atomic<UInt64>) {
    store(other.load(ordering: .relaxed), ordering: .relaxed)
  }
}

extension Atomic<Int64> {
  fileprivate borrowing func take(_ other: borrowing Atomic<Int64>) {
    store(other.load(ordering: .relaxed), ordering: .relaxed)
  }
}
