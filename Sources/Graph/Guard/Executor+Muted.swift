import CRealtime
import Synchronization

extension Executor {
  /// Performs a node that is muted, to find out how it is; leaves it alone while the control side has
  /// it rest.
  @_noLocks
  static func performMuted(
    _ place: Int, of core: UnsafeMutablePointer<PlanCore>,
    at seat: UnsafeMutablePointer<ThreadSeat>
  ) -> Bool {
    let step = unsafe core.pointee.steps + place
    if unsafe step.pointee.cell.pointee.isAtRest() {
      unsafe Step.leaveOut(step, of: core)
      return true
    }
    guard unsafe claim(place, of: core, at: seat) else { return false }
    let isGood = unsafe Step.perform(step, of: core)
    // Lost in it: then others have it by now.
    if unsafe core.pointee.board.pointee.isRevoked.load(ordering: .acquiring) { return false }
    if isGood { unsafe Step.riseFromMute(step, of: core) }
    return true
  }
}

extension Step {
  /// Plays silence in the node's place; its delay lines go on.
  @_noLocks
  fileprivate static func leaveOut(
    _ step: UnsafeMutablePointer<Step>, of core: UnsafeMutablePointer<PlanCore>
  ) {
    unsafe mix(step, of: core)
    unsafe fall(step, frames: core.pointee.frames)
    unsafe step.pointee.finishedPart.store(core.pointee.part, ordering: .releasing)
  }
}

/// How the control side has a muted node left out, so that it can be restarted.
enum Rest {
  static var none: UInt32 { @_noLocks get { 0 } }
  /// The control side asks for it.
  static var asked: UInt32 { @_noLocks get { 1 } }
  /// No cycle calls it.
  static var granted: UInt32 { @_noLocks get { 2 } }
  /// It may be called again.
  static var over: UInt32 { @_noLocks get { 3 } }
}

extension NodeCell {
  /// Whether a muted node is to be left out.
  @_noLocks
  fileprivate borrowing func isAtRest() -> Bool {
    let now = rest.load(ordering: .acquiring)
    if now == Rest.asked {
      return rest.compareExchange(
        expected: Rest.asked, desired: Rest.granted, ordering: .acquiringAndReleasing
      ).exchanged
    }
    if now == Rest.over {
      mendedFrames.store(0, ordering: .relaxed)
      badFrames.store(0, ordering: .relaxed)
      rest.store(Rest.none, ordering: .relaxed)
    }
    return now == Rest.granted
  }
}
