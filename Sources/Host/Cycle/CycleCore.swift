import CRealtime
import Drivers
import Graph
import Realtime
import Signal
import WorkQueues

/// Everything a period touches, in one place.
struct CycleCore: ~Copyable {
  let player: GraphPlayerHandle
  let feed: MIDIFeedHandle?
  let controls: ControlCycle
  let steering: SteeringCycle
  let queue: QueueHandle
  /// Threads that may run the plan, the driver's own included.
  let workers: Int
  /// Helpers of the next period.
  var rise = HelperRise()
  /// Frames per second; changed while no period is performed, as are the levels, `tap` and `take`.
  var rate: Int64
  let fader: FaderHandle
  let notes: NoteGateHandle
  var captureLevels: PeakMeterHandle
  var playbackLevels: PeakMeterHandle
  var tap: RecordingTap.Handle?
  var take: TakeCycle?
  let load: UnsafePointer<LoadCounters>
  var timeline = CycleTimeline()
  /// Fits the longest period; changed like `rate`.
  var seam: CaptureSeam
  var flight: FlightRecorder
  /// What measures the loudness of what is played; changed like `rate`.
  var loudness: PlayedLoudness.Handle?

  /// A period's three parts, as the driver calls them that has this entry.
  static func callback(_ entry: UnsafeMutablePointer<CycleEntry>) -> PeriodCallback {
    PeriodCallback(
      open: { CycleCore.open($0, $1) }, function: { CycleCore.perform($1) },
      close: { CycleCore.close($0, $1, $2) },
      context: entry)
  }

  /// Joins what was captured to what was before, measures it, and opens the graph's run; leaves no ticket in a period of a driver
  /// whose turn it is not.
  ///
  /// Thread: cycle.
  @_noLocks
  private static func open(
    _ context: UnsafeMutableRawPointer?, _ period: UnsafeMutablePointer<rt_period>?
  ) {
    guard let context, let period else { return }
    let entry = context.assumingMemoryBound(to: CycleEntry.self)
    let core = entry.pointee.core
    period.pointee.ticket = 0
    guard entry.pointee.enter() else { return }
    rt_cycle_enter()
    core.pointee.flight.begin(period, of: entry.pointee.number)
    // JACK's thread is not ours: it comes with denormals on.
    let denormals = rt_denormals_flush()
    core.pointee.timeline.begin(period)
    if let feed = core.pointee.feed { feed.join(period, rate: core.pointee.rate) }
    core.pointee.seam.join(period, of: entry.pointee.number, rate: core.pointee.rate)
    core.pointee.steering.perform(period, plan: core.pointee.player.takePosted(for: period))
    core.pointee.steering.transport.join(period)
    period.pointee.ticket = core.pointee.open(period).bits
    rt_denormals_restore(denormals)
    rt_cycle_exit()
  }

  /// Runs the graph; it may still be under way when the period is closed, and touches no more than
  /// its ticket tells.
  ///
  /// Thread: cycle.
  @_noLocks
  private static func perform(_ period: UnsafePointer<rt_period>?) {
    guard let period, let ticket = RunTicket(bits: period.pointee.ticket) else { return }
    rt_cycle_enter()
    let denormals = rt_denormals_flush()
    Executor.perform(ticket)
    rt_denormals_restore(denormals)
    rt_cycle_exit()
  }

  /// Fills what is played, from a run that is complete or not.
  ///
  /// Thread: cycle.
  @_noLocks
  private static func close(
    _ context: UnsafeMutableRawPointer?, _ period: UnsafePointer<rt_period>?, _ isComplete: Bool
  ) {
    guard let context, let period, let ticket = RunTicket(bits: period.pointee.ticket) else {
      return
    }
    let entry = context.assumingMemoryBound(to: CycleEntry.self)
    let core = entry.pointee.core
    guard entry.pointee.isInside else { return }
    rt_cycle_enter()
    let denormals = rt_denormals_flush()
    core.pointee.flight.beginClosing(isComplete: isComplete)
    core.pointee.close(period, ticket, isComplete)
    rt_denormals_restore(denormals)
    let length = Int64(period.pointee.frames) * 1_000_000_000 / core.pointee.rate
    let busy = core.pointee.flight.end(length: length)
    core.pointee.load.pointee.count(busy: busy, period: length)
    core.pointee.timeline.end(period)
    entry.pointee.leave()
    rt_cycle_exit()
  }

  @_noLocks
  private mutating func open(_ period: UnsafePointer<rt_period>) -> RunTicket {
    if let take { take.begin(period) }
    controls.read(period)
    if let capture = period.pointee.capture {
      captureLevels.measure(
        capture, count: Int(period.pointee.capture_count), frames: Int(period.pointee.frames))
    }
    return player.beginCurrent(period, queue: queue, workers: workers, rising: &rise)
  }

  @_noLocks
  private mutating func close(
    _ period: UnsafePointer<rt_period>, _ ticket: RunTicket, _ isComplete: Bool
  ) {
    let isQuiet = notes.isClosed(period, fader: fader)
    Executor.close(
      ticket, period: period, isComplete: isComplete, isQuiet: isQuiet, rising: &rise)
    notes.note(isQuiet: isQuiet)
    fader.apply(to: period)
    if let playback = period.pointee.playback {
      playbackLevels.measure(
        playback, count: Int(period.pointee.playback_count), frames: Int(period.pointee.frames))
    }
    if let tap { tap.writePlayback(period) }
    if let loudness { loudness.writePlayback(period) }
    if let take { take.end(period) }
  }
}
