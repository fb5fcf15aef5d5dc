import CRealtime
import Realtime
import Synchronization
import WorkQueues

// How the calling thread waits for the steps that others perform.
//
// It looks for work for a bounded time and then sleeps. It must not spin for ever: with the same
// real-time priority as a helper and on the helper's core, it would keep that helper from the very
// step it waits for. `left` is both the count of steps and the word it sleeps on, so that the
// thread that performs the last step does not touch the plan after it has counted it: from then
// on the plan may be gone.
extension Executor {
  /// How long the calling thread looks for work before it sleeps.
  static var spinNanoseconds: Int64 { @_noLocks get { 100_000 } }

  /// Performs what is in the queue until every step is done.
  @_noLocks
  static func finish(_ core: UnsafeMutablePointer<PlanCore>, as worker: WorkerHandle) {
    var end = Clock.now() + spinNanoseconds
    while unsafe core.pointee.left.load(ordering: .acquiring) != 0 {
      if worker.performNext() {
        end = Clock.now() + spinNanoseconds
      } else if Clock.now() < end {
        rt_spin_pause()
      } else {
        unsafe sleep(core, as: worker)
        end = Clock.now() + spinNanoseconds
      }
    }
  }

  /// Sleeps until every step is done or another was put into the queue.
  @_noLocks
  static func sleep(_ core: UnsafeMutablePointer<PlanCore>, as worker: WorkerHandle) {
    unsafe core.pointee.left.bitwiseOr(PlanCore.sleeping, ordering: .sequentiallyConsistent)
    // The last look: a step that was put before this thread was seen to sleep is found here.
    atomicMemoryFence(ordering: .sequentiallyConsistent)
    if !worker.performNext() {
      while true {
        let left = unsafe core.pointee.left.load(ordering: .acquiring)
        guard left & PlanCore.sleeping != 0, left != PlanCore.sleeping else { break }
        // The one wait inside a period, and only for a part of that period: see above.
        rt_cycle_vouch_begin()
        _ = unsafe withUnsafePointer(to: core.pointee.left) { unsafe rt_futex_wait($0, left, -1) }
        rt_cycle_vouch_end()
      }
    }
    unsafe core.pointee.left.bitwiseAnd(~PlanCore.sleeping, ordering: .acquiring)
  }

  /// Wakes the calling thread, if it sleeps, for a step that was put into the queue.
  @_noLocks
  static func wakeCaller(_ core: UnsafeMutablePointer<PlanCore>) {
    atomicMemoryFence(ordering: .sequentiallyConsistent)
    guard unsafe core.pointee.left.load(ordering: .relaxed) & PlanCore.sleeping != 0 else { return }
    unsafe core.pointee.left.bitwiseAnd(~PlanCore.sleeping, ordering: .sequentiallyConsistent)
    _ = unsafe withUnsafePointer(to: core.pointee.left) { unsafe rt_futex_wake($0, 1) }
  }

  /// Counts a step as done; wakes the calling thread after the last if it sleeps.
  @_noLocks
  static func countDown(_ core: UnsafeMutablePointer<PlanCore>) {
    let word = unsafe withUnsafePointer(to: core.pointee.left) { unsafe UnsafeRawPointer($0) }
    let left = unsafe core.pointee.left.wrappingSubtract(1, ordering: .acquiringAndReleasing)
    guard left.newValue == PlanCore.sleeping else { return }
    // Only the address is used: a wake without a sleeper is harmless wherever it points.
    _ = unsafe rt_futex_wake(word, 1)
  }
}

extension PlanCore {
  @_noLocks
  borrowing func countPeriod(frames: Int) {
    periods.wrappingAdd(1, ordering: .relaxed)
    if frames > maximumFrames { oversizedPeriods.wrappingAdd(1, ordering: .relaxed) }
  }
}
