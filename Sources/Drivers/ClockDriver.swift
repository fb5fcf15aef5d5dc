// Control side.
import Synchronization
public import WorkQueues

/// A driver without hardware: periods come at the real pace, on absolute deadlines.
///
/// It behaves as a card with `format.periods` periods in its buffer: a wake that is later than all
/// but one of them counts an xrun, and the periods that were missed are left out. The frame time
/// goes on without a gap even then. Silence is captured, and what is played goes nowhere.
public final class ClockDriver: Driver, @unchecked Sendable {
  public let name = "clock"
  public let device = "none (system clock)"
  public let format: StreamFormat
  public let adjustments: [String] = []
  public let counters = DriverCounters()
  public var playbackLatencyFrames: Int { format.periodFrames * format.periods }

  private let sink: PeriodCallback?
  private let run = Mutex<Run?>(nil)

  private struct Run: @unchecked Sendable {
    let worker: WaitingWorker
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

  public func start(_ callback: PeriodCallback, on queue: WorkQueue) throws(DriverError) {
    stop()
    let cycle = ClockCycle.make(
      callback: callback, sink: sink, format: format, counters: counters)
    do {
      let worker = try queue.startWaitingWorker(
        named: "clock", wait: ClockCycle.waitFunction, context: cycle,
        period: WorkItem(ClockCycle.performFunction, context: cycle))
      let started = Run(worker: worker, cycle: cycle)
      run.withLock { $0 = started }
    } catch {
      ClockCycle.destroy(cycle)
      throw DriverError(.failed, "the clock driver's thread did not start: \(error)")
    }
  }

  public func stop() {
    run.withLock { run in
      guard let ended = run else { return }
      ended.worker.stop()
      ClockCycle.destroy(ended.cycle)
      run = nil
    }
  }
}
