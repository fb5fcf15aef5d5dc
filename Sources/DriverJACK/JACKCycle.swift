// Code and data used in the cycle.
import CJACK
import CRealtime
import Drivers
import Realtime
import WorkQueues

/// Everything JACK's thread touches.
struct JACKCycle {
  let client: OpaquePointer
  let format: StreamFormat
  let counters: CounterHandle
  let capturePorts: UnsafeMutablePointer<OpaquePointer>
  let playbackPorts: UnsafeMutablePointer<OpaquePointer>
  /// JACK's buffers of this period, one pointer per port.
  let capture: UnsafeMutablePointer<UnsafePointer<Float>?>
  let playback: UnsafeMutablePointer<UnsafeMutablePointer<Float>?>
  /// Set by `start`, before JACK calls.
  var callback: PeriodCallback?
  var worker: WorkerHandle?
  var item: WorkItem?
  var period: rt_period

  /// Performs one of JACK's cycles.
  ///
  /// A cycle longer than the format's period, after the server changed its buffer size, is
  /// performed as several periods.
  @_noLocks
  static func process(_ cycle: UnsafeMutablePointer<JACKCycle>, frames: Int) {
    guard let worker = cycle.pointee.worker, let item = cycle.pointee.item else { return }
    let denormals = rt_denormals_flush()
    let due = dueTime(cycle)
    var first = 0
    while first < frames {
      let count = min(frames - first, cycle.pointee.format.periodFrames)
      map(cycle, frames: frames, from: first)
      cycle.pointee.period.frames = UInt32(count)
      cycle.pointee.period.due_nanoseconds = due
      worker.perform(item, dueNanoseconds: due)
      first += count
    }
    rt_denormals_restore(denormals)
  }

  /// Performs one period over the buffers mapped before.
  @_noLocks
  static func perform(_ cycle: UnsafeMutablePointer<JACKCycle>) {
    silencePlayback(cycle)
    cycle.pointee.callback?.perform(&cycle.pointee.period)
    cycle.pointee.period.frame_time += UInt64(cycle.pointee.period.frames)
    cycle.pointee.counters.countPeriod()
  }

  /// Points the channels at JACK's buffers, `first` frames into them.
  @_noLocks
  private static func map(
    _ cycle: UnsafeMutablePointer<JACKCycle>, frames: Int, from first: Int
  ) {
    for channel in 0..<cycle.pointee.format.captureChannels {
      let samples = jack_cycle_samples(cycle.pointee.capturePorts[channel], UInt32(frames))
      cycle.pointee.capture[channel] = samples.map { UnsafePointer($0 + first) }
    }
    for channel in 0..<cycle.pointee.format.playbackChannels {
      let samples = jack_cycle_samples(cycle.pointee.playbackPorts[channel], UInt32(frames))
      cycle.pointee.playback[channel] = samples.map { $0 + first }
    }
  }

  /// JACK's buffers hold old samples, which a callback that does not fill them must not repeat.
  @_noLocks
  private static func silencePlayback(_ cycle: UnsafeMutablePointer<JACKCycle>) {
    for channel in 0..<cycle.pointee.format.playbackChannels {
      cycle.pointee.playback[channel]?.update(
        repeating: 0, count: Int(cycle.pointee.period.frames))
    }
  }

  /// When JACK's cycle began, if its clock is the system's as it usually is; else now.
  @_noLocks
  private static func dueTime(_ cycle: UnsafeMutablePointer<JACKCycle>) -> Int64 {
    let now = Clock.now()
    let begin = Int64(truncatingIfNeeded: jack_cycle_begin(cycle.pointee.client)) &* 1_000
    return begin <= now && begin > now - 1_000_000_000 ? begin : now
  }
}
