import CRealtime
import Graph
import Realtime
import Signal
import WorkQueues

/// Everything a period touches, in one place.
struct CycleCore: ~Copyable {
  let player: GraphPlayerHandle
  let queue: QueueHandle
  /// Threads that may run the plan, the driver's own included.
  let workers: Int
  /// Helpers of the next period.
  var rise = HelperRise()
  let rate: Int64
  let fader: FaderHandle
  let captureLevels: PeakMeterHandle
  let playbackLevels: PeakMeterHandle
  let tap: RecordingTap.Handle?
  let load: UnsafePointer<LoadCounters>

  /// One period, as the driver calls it.
  ///
  /// Thread: cycle.
  @_noLocks
  static func perform(_ context: UnsafeMutableRawPointer?, _ period: UnsafePointer<rt_period>?) {
    guard let context, let period else { return }
    rt_cycle_enter()
    let start = Clock.now()
    // JACK's thread is not ours: it comes with denormals on.
    let denormals = rt_denormals_flush()
    let core = context.assumingMemoryBound(to: CycleCore.self)
    core.pointee.perform(period)
    rt_denormals_restore(denormals)
    let length = Int64(period.pointee.frames) * 1_000_000_000 / core.pointee.rate
    core.pointee.load.pointee.count(busy: Clock.now() - start, period: length)
    rt_cycle_exit()
  }

  @_noLocks
  private mutating func perform(_ period: UnsafePointer<rt_period>) {
    let frames = Int(period.pointee.frames)
    if let capture = period.pointee.capture {
      captureLevels.measure(capture, count: Int(period.pointee.capture_count), frames: frames)
    }
    player.run(period, queue: queue, workers: workers, rising: &rise)
    fader.apply(to: period)
    if let playback = period.pointee.playback {
      playbackLevels.measure(playback, count: Int(period.pointee.playback_count), frames: frames)
    }
    if let tap { tap.writePlayback(period) }
  }
}
