// Control side.
import Synchronization
public import WorkQueues

/// A driver without hardware: periods come at the real pace, on absolute deadlines.
///
/// It behaves as a card with `format.periods` periods in its buffer: a wake that is later than all
/// but one of them counts an xrun, and the periods that were missed are left out. The frame time
/// goes on without a gap even then. Silence is captured, and what is played goes nowhere.
public final class ClockDriver: Driver, @unchecked Sendable {
  /// The driver's short name.
  public let name = "clock"
  /// The device it plays to, for people.
  public let device = "no hardware"
  /// What was settled with the device.
  public let format: StreamFormat
  /// One line for each thing that differs from the request.
  public let adjustments: [String] = []
  /// Counters the cycle writes; valid as long as the driver.
  public let counters = DriverCounters()
  /// From the period callback to the loudspeaker, in frames, as far as the driver knows.
  public var playbackLatencyFrames: Int { format.periodFrames * format.periods }

  private let sink: PeriodCallback?
  private let run = Mutex<Run?>(nil)

  private struct Run: @unchecked Sendable {
    let relay: PeriodRelay
    let cycle: UnsafeMutablePointer<ClockCycle>
  }

  /// Creates a driver with whatever format was asked for.
  ///
  /// `sink` gets every period after the callback, on the same thread. Throws `unsupported` for a
  /// format no driver could have. Thread: control.
  public init(_ request: StreamRequest, sink: PeriodCallback? = nil) throws(DriverError) {
    try request.validate(for: "the clock driver")
    self.sink = sink
    format = StreamFormat(
      rate: request.rate ?? StreamRequest.defaultRate,
      periodFrames: request.periodFrames ?? StreamRequest.defaultPeriodFrames,
      periods: request.periods ?? 2,
      captureChannels: request.captureChannels,
      playbackChannels: request.playbackChannels)
  }

  deinit { stop() }

  /// Starts calling `callback` once per period, as work of `queue`.
  ///
  /// Thread: control.
  public func start(
    _ callback: PeriodCallback, on queue: WorkQueue, budget: Double?
  ) throws(DriverError) {
    stop()
    let cycle = ClockCycle.make(sink: sink, format: format, counters: counters)
    do {
      let relay = try queue.startPeriods(
        named: name, of: ClockCycle.device(cycle), work: callback.work,
        budget: format.budget(share: budget), periodNanoseconds: format.periodNanoseconds)
      let started = Run(relay: relay, cycle: cycle)
      run.withLock { $0 = started }
    } catch {
      ClockCycle.destroy(cycle)
      throw DriverError(.failed, "the clock driver's thread did not start: \(error)")
    }
  }

  /// Ends the periods; `callback` is not running any more when it returns, unless it is lost.
  ///
  /// Thread: control. May be called twice.
  public func stop() {
    run.withLock { run in
      guard let ended = run else { return }
      ended.relay.stop()
      counters.note(ended.relay)
      ClockCycle.destroy(ended.cycle)
      run = nil
    }
  }
}
