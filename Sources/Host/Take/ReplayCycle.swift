import CRealtime
import Graph
import Signal
import WorkQueues

/// What a period of a replay touches: as much of a running host's as can be heard.
struct ReplayCycle {
  let player: GraphPlayerHandle
  let controls: ControlCycle
  let steering: SteeringCycle
  let queue: QueueHandle
  let workers: Int
  let fader: FaderHandle
  let inputs: ReplayInputs.Handle

  /// One period, as the file driver calls it.
  ///
  /// Thread: cycle.
  @_noLocks
  static func perform(_ context: UnsafeMutableRawPointer?, _ period: UnsafePointer<rt_period>?) {
    guard let context, let period else { return }
    rt_cycle_enter()
    let denormals = rt_denormals_flush()
    let cycle = context.assumingMemoryBound(to: ReplayCycle.self)
    let whole = cycle.pointee.inputs.join(period)
    cycle.pointee.steering.perform(
      whole, plan: cycle.pointee.player.takePosted(for: whole))
    cycle.pointee.controls.read(whole)
    cycle.pointee.player.run(
      whole, queue: cycle.pointee.queue, workers: cycle.pointee.workers)
    cycle.pointee.fader.apply(to: period)
    rt_denormals_restore(denormals)
    rt_cycle_exit()
  }
}
