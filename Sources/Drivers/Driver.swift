public import CRealtime
public import Realtime
public import WorkQueues

/// What a driver calls once per period: a C function, so that nothing is counted on the way.
public struct PeriodCallback: @unchecked Sendable {
  /// Creates a callback; `context` must outlive the driver's run.
  ///
  /// With `close`, a period has up to three parts: `open` prepares it, `function` does the work, and
  /// `close` fills the playback buffers, which `function` leaves alone. When the work takes longer than its budget, another
  /// thread closes the period, and it may be under way still in later ones.
  public init(
    open: rt_period_open? = nil, function: @escaping rt_period_callback,
    close: rt_period_close? = nil, context: UnsafeMutableRawPointer?
  ) {
    self.open = open
    self.function = function
    self.close = close
    self.context = context
  }
  /// Prepares a period, and leaves a ticket in it; nil for nothing.
  ///
  /// Thread: cycle.
  public let open: rt_period_open?
  /// Performs one period.
  ///
  /// Thread: cycle.
  public let function: rt_period_callback
  /// Closes a period, once for each; nil when `function` does everything.
  ///
  /// Thread: cycle.
  public let close: rt_period_close?
  /// What both are called with.
  public let context: UnsafeMutableRawPointer?
}

/// How a stream is cut into periods.
public struct StreamFormat: Sendable, Equatable, Codable {
  /// Creates a format.
  public init(
    rate: Int, periodFrames: Int, periods: Int, captureChannels: Int, playbackChannels: Int
  ) {
    self.rate = rate
    self.periodFrames = periodFrames
    self.periods = periods
    self.captureChannels = captureChannels
    self.playbackChannels = playbackChannels
  }
  /// Frames per second.
  public var rate: Int
  /// Frames per period.
  public var periodFrames: Int
  /// Periods in the device's buffer.
  public var periods: Int
  /// Channels captured.
  public var captureChannels: Int
  /// Channels played.
  public var playbackChannels: Int
}

/// Something that asks for a period when one is due.
///
/// A driver is opened by its adapter, with the device's real format settled; `start` begins the
/// periods and `stop` ends them. Everything but the period callback is control-side work.
public protocol Driver: AnyObject, Sendable {
  /// The driver's short name: `jack`, `alsa`, `clock` or `file`.
  var name: String { get }
  /// The device it plays to, for people.
  var device: String { get }
  /// What was settled with the device. `periodFrames` is the most a period will ever have.
  var format: StreamFormat { get }
  /// One line for each thing that differs from the request, such as
  /// `rate 44100 is not supported by hw:0, using 48000`.
  var adjustments: [String] { get }
  /// One line for each thing worth knowing about how the device is used.
  var details: [String] { get }
  /// From the period callback to the loudspeaker, in frames, as far as the driver knows.
  var playbackLatencyFrames: Int { get }
  /// The age of a period's first captured frame when the period is due, in frames, as far as the
  /// driver knows.
  var captureLatencyFrames: Int { get }
  /// Capture has a device of its own, and that is gone: silence is captured.
  var isCaptureLost: Bool { get }
  /// Whether the periods come as fast as a device plays them; not so for a PCM without a clock.
  ///
  /// Known after some periods.
  var hasClock: Bool { get }
  /// What threads that help the driver's own must be scheduled like; nil when the driver's thread
  /// is one of the queue's.
  ///
  /// More urgent helpers would keep the driver's thread, or its server's, from a core.
  var helperScheduling: ThreadScheduling? { get }
  /// Takes note of how many frames what is played comes after what was captured, in the host.
  ///
  /// Thread: control, at any time.
  func setGraphLatency(frames: Int)
  /// Counters the cycle writes; valid as long as the driver.
  var counters: DriverCounters { get }

  /// Starts calling `callback` once per period, as work of `queue`.
  ///
  /// `budget` is the share of a period's time, as far as the device waits, that its work may take
  /// before another thread closes the period; nil to wait for it. Without effect on a callback that
  /// has no `close`, and in drivers that wait for each period by their nature. Thread: control.
  func start(_ callback: PeriodCallback, on queue: WorkQueue, budget: Double?) throws(DriverError)

  /// Ends the periods; when it returns, `callback` is not running and will not run again.
  ///
  /// Unless a thread is lost in it: then `counters.lostThreads` is not 0, and what the callback may
  /// touch has to stay for ever. That takes two seconds. Thread: control. May be called twice.
  func stop()
}

extension Driver {
  /// Starts without a budget: each period's work is waited for.
  ///
  /// Thread: control.
  public func start(_ callback: PeriodCallback, on queue: WorkQueue) throws(DriverError) {
    try start(callback, on: queue, budget: nil)
  }

  /// The driver's thread is one of the queue's, unless it says otherwise.
  public var helperScheduling: ThreadScheduling? { nil }

  /// What is captured is a period old, unless the driver says otherwise.
  public var captureLatencyFrames: Int {
    format.captureChannels > 0 ? format.periodFrames : 0
  }

  /// Capture has no device of its own, unless the driver says otherwise.
  public var isCaptureLost: Bool { false }

  /// A device has a clock, unless the driver says otherwise.
  public var hasClock: Bool { true }

  /// Nothing, unless the driver says otherwise.
  public var details: [String] { [] }

  /// Nobody else asks for it, unless the driver says otherwise.
  public func setGraphLatency(frames: Int) {}
}
