public import CRealtime
import Synchronization
public import WorkQueues

extension GraphPlayerHandle {
  /// Runs the current plan for one period that no device asks for, the posted one if there is one.
  ///
  /// As `Executor.run` does, whose outcome it returns. Thread: cycle, one period at a time.
  @_noLocks
  @discardableResult
  public func run(
    _ period: UnsafePointer<rt_period>, queue: QueueHandle, workers: Int
  ) -> RunOutcome {
    let plan = unsafe GraphPlayerCore.next(core, before: period.pointee.endFrame)
    return unsafe Executor.run(plan, period: period, queue: queue, workers: workers)
  }

  /// Opens a period of the current plan, the posted one if there is one.
  ///
  /// As `Executor.begin`, which the ticket's `Executor.perform` and `Executor.close` follow. Thread:
  /// cycle, one period at a time.
  @_noLocks
  public func begin(
    _ period: UnsafePointer<rt_period>, queue: QueueHandle, workers: Int,
    rising rise: inout HelperRise
  ) -> RunTicket {
    let plan = unsafe GraphPlayerCore.next(core, before: period.pointee.endFrame)
    return unsafe Executor.begin(
      plan, period: period, queue: queue, workers: workers, rising: &rise)
  }

  /// Takes the posted plan if its time has come; gives the number of the plan that is current then.
  ///
  /// `beginCurrent` opens the period, with this plan for certain. Thread: cycle.
  @_noLocks
  public func takePosted(for period: UnsafePointer<rt_period>) -> UInt64 {
    _ = unsafe GraphPlayerCore.next(core, before: period.pointee.endFrame)
    return unsafe core.pointee.taken.load(ordering: .relaxed)
  }

  /// Opens a period of the current plan, whatever is posted, as `begin` does.
  ///
  /// Thread: cycle, one period at a time.
  @_noLocks
  public func beginCurrent(
    _ period: UnsafePointer<rt_period>, queue: QueueHandle, workers: Int,
    rising rise: inout HelperRise
  ) -> RunTicket {
    unsafe Executor.begin(
      core.pointee.current, period: period, queue: queue, workers: workers, rising: &rise)
  }
}

extension rt_period {
  /// The first frame after it.
  fileprivate var endFrame: UInt64 { @_noLocks get { unsafe frame_time &+ UInt64(frames) } }
}
