// Control side.
import Synchronization

// A node whose outputs stay bad is asked to rest, is restarted once it does, and then wakes. What is
// asked for takes effect with the next period, so that it can be done again at the same frame.
extension GraphNode {
  /// Whether it is muted, and the blocks that were bad since then have so many frames in all: only a
  /// restart may help.
  ///
  /// Thread: any.
  public func isBroken(after frames: Int) -> Bool {
    let badFrames = unsafe state.cell.pointee.badFrames.load(ordering: .relaxed)
    return statistics.outputs.isMuted && badFrames >= frames
  }

  /// Asks the cycle to leave it out as long as it is muted.
  ///
  /// Thread: control.
  public func rest() {
    _ = unsafe state.cell.pointee.rest.compareExchange(
      expected: Rest.none, desired: Rest.asked, ordering: .acquiringAndReleasing)
  }

  /// Whether no cycle calls it, so that it can be restarted; until `wake`.
  ///
  /// Thread: control.
  public var isResting: Bool {
    unsafe state.cell.pointee.rest.load(ordering: .acquiring) == Rest.granted
  }

  /// Whether it was asked to rest, and has not woken yet.
  ///
  /// Thread: control.
  public var isRestAsked: Bool {
    unsafe state.cell.pointee.rest.load(ordering: .acquiring) != Rest.none
  }

  /// Has the cycle perform it again: unheard, until it has been good for long enough.
  ///
  /// Thread: control.
  public func wake() {
    _ = unsafe state.cell.pointee.rest.compareExchange(
      expected: Rest.granted, desired: Rest.over, ordering: .acquiringAndReleasing)
  }
}
