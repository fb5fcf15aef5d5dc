// Code and data used in the cycle.
import CJACK
import CRealtime
import Drivers
import Realtime
import Synchronization
import WorkQueues

/// Everything the client's thread touches.
struct JACKCycle: ~Copyable {
  let client: OpaquePointer
  let format: StreamFormat
  let counters: CounterHandle
  let capturePorts: UnsafeMutablePointer<OpaquePointer>
  let playbackPorts: UnsafeMutablePointer<OpaquePointer>
  /// JACK's buffers of this period, one pointer per port.
  let capture: UnsafeMutablePointer<UnsafePointer<Float>?>
  let playback: UnsafeMutablePointer<UnsafeMutablePointer<Float>?>
  let events: JACKEvents
  /// Set by `start`, before JACK calls.
  var relay: GuestRelay?
  /// Set when the driver has stopped and a server that is gone or hung may call all the same.
  let isAbandoned = Atomic<Bool>(false)
  let period: UnsafeMutablePointer<rt_period>
  /// Frames of JACK's cycle, and those of them that were performed.
  var frames = 0
  var first = 0
  var dueNanoseconds: Int64 = 0

  /// Blocks until JACK's next cycle; goes on with a cycle that has frames left.
  ///
  /// A cycle longer than the format's period, after the server changed its buffer size, is performed
  /// as several periods.
  @_noLocks
  static func wait(
    _ cycle: UnsafeMutablePointer<JACKCycle>, _ due: UnsafeMutablePointer<Int64>
  ) -> rt_wait_result {
    if cycle.pointee.first >= cycle.pointee.frames {
      guard !cycle.pointee.isAbandoned.load(ordering: .acquiring) else { return rt_wait_end }
      cycle.pointee.frames = Int(jack_cycle_wait_cancellable(cycle.pointee.client))
      guard !cycle.pointee.isAbandoned.load(ordering: .acquiring) else { return rt_wait_end }
      cycle.pointee.first = 0
      cycle.pointee.dueNanoseconds = dueTime(cycle)
      guard cycle.pointee.frames > 0 else { return rt_wait_again }
    }
    due.pointee = cycle.pointee.dueNanoseconds
    return rt_wait_ready
  }

  /// Prepares a period: maps JACK's buffers.
  @_noLocks
  static func begin(_ cycle: UnsafeMutablePointer<JACKCycle>) -> UnsafePointer<rt_period>? {
    let (all, first) = (cycle.pointee.frames, cycle.pointee.first)
    let frames = min(all - first, cycle.pointee.format.periodFrames)
    map(cycle, frames: all, from: first)
    cycle.pointee.period.pointee.frames = UInt32(frames)
    cycle.pointee.period.pointee.due_nanoseconds = cycle.pointee.dueNanoseconds
    silencePlayback(cycle)
    if first == 0 { cycle.pointee.events.beginCycle(cycle.pointee.client, frames: all) }
    cycle.pointee.events.beginPeriod(
      first..<first + frames, frameTime: cycle.pointee.period.pointee.frame_time)
    return UnsafePointer(cycle.pointee.period)
  }

  /// Ends a period, and after the last one JACK's cycle.
  @_noLocks
  static func commit(_ cycle: UnsafeMutablePointer<JACKCycle>, isComplete: Bool) {
    cycle.pointee.period.pointee.frame_time += UInt64(cycle.pointee.period.pointee.frames)
    cycle.pointee.counters.countPeriod(isComplete: isComplete)
    cycle.pointee.first += Int(cycle.pointee.period.pointee.frames)
    guard cycle.pointee.first >= cycle.pointee.frames else { return }
    cycle.pointee.events.endCycle()
    // A server that is gone hears no signal, and its semaphores may be gone, too.
    guard !cycle.pointee.counters.isLost else { return }
    jack_cycle_end(cycle.pointee.client)
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
        repeating: 0, count: Int(cycle.pointee.period.pointee.frames))
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
