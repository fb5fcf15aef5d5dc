import CRealtime
import Graph
import WorkQueues

/// What a period of an offline render touches.
struct OfflineCycle {
  let plan: PlanHandle
  let queue: QueueHandle
  let workers: Int

  /// One period, as the file driver calls it.
  ///
  /// Thread: cycle.
  @_noLocks
  static func perform(_ context: UnsafeMutableRawPointer?, _ period: UnsafePointer<rt_period>?) {
    guard let context, let period else { return }
    rt_cycle_enter()
    let denormals = rt_denormals_flush()
    let cycle = context.assumingMemoryBound(to: OfflineCycle.self)
    Executor.run(
      cycle.pointee.plan, period: period, queue: cycle.pointee.queue,
      workers: cycle.pointee.workers)
    rt_denormals_restore(denormals)
    rt_cycle_exit()
  }
}
