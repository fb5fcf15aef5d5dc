import Synchronization

/// A plan on its way to the cycle, at a fixed address that the control side owns.
@safe
struct PlayedPlanCore: BitwiseCopyable {
  let plan: PlanHandle
  /// Which of the player's plans it is, from 1.
  let number: UInt64
  /// The frame whose period takes it, or the next one after that.
  let frame: UInt64
}

/// What the cycle touches of a player.
///
/// Only the cycle touches `current`: reached through the pointer, never as part of the whole.
@safe
struct GraphPlayerCore: ~Copyable {
  /// The next plan, until the cycle takes it.
  let posted = unsafe Atomic<UnsafeMutablePointer<PlayedPlanCore>?>(nil)
  /// The number of the plan the cycle took last; those before it were run for the last time.
  let taken: Atomic<UInt64>
  var current: PlanHandle

  /// The plan to run in a period that ends before `endFrame`: the posted one if its time has come.
  ///
  /// What there is to note is noted before the plan is run: a thread that comes back late from a
  /// run that was revoked, when another has gone on in its place, has nothing more to do here.
  @_noLocks
  static func next(
    _ core: UnsafeMutablePointer<GraphPlayerCore>, before endFrame: UInt64
  ) -> PlanHandle {
    // The control side posts the next one only when this one was taken.
    guard let waiting = unsafe core.pointee.posted.load(ordering: .acquiring),
      unsafe waiting.pointee.frame < endFrame || waiting.pointee.frame == 0,
      let next = unsafe core.pointee.posted.exchange(nil, ordering: .acquiring)
    else { return unsafe core.pointee.current }
    unsafe core.pointee.current = unsafe next.pointee.plan
    // What the runs before did is released with it: their plan may go.
    unsafe core.pointee.taken.store(next.pointee.number, ordering: .releasing)
    return unsafe core.pointee.current
  }
}

/// A player as the cycle sees it: a pointer, so that no reference is counted.
///
/// Valid as long as the `GraphPlayer` it came from.
@safe
public struct GraphPlayerHandle: BitwiseCopyable, @unchecked Sendable {
  let core: UnsafeMutablePointer<GraphPlayerCore>

  @_noLocks
  init(_ core: UnsafeMutablePointer<GraphPlayerCore>) { unsafe self.core = unsafe core }
}
