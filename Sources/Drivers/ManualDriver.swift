// Control side.
public import CRealtime
import Realtime
import Synchronization
public import WorkQueues

/// A driver that is stepped by hand, for tests.
///
/// Each `step` performs one period on the calling thread, as a guest of the queue.
public final class ManualDriver: Driver, @unchecked Sendable {
  /// The driver's short name.
  public let name = "manual"
  /// The device it plays to, for people.
  public let device: String
  /// What was settled with the device.
  public let format: StreamFormat
  /// One line for each thing that differs from the request.
  public let adjustments: [String]
  /// From the period callback to the loudspeaker, in frames, as far as the driver knows.
  public let playbackLatencyFrames: Int
  /// Counters the cycle writes; valid as long as the driver.
  public let counters = DriverCounters()
  /// Capture has a device of its own, and that is gone: silence is captured.
  public var isCaptureLost: Bool { captureLoss.load(ordering: .relaxed) }
  private let captureLoss = Atomic(false)
  private let run = Mutex<Run?>(nil)

  private struct Run: @unchecked Sendable {
    let guest: GuestWorker
    let pass: FileRun
  }

  /// Creates a driver that has exactly this format.
  ///
  /// Thread: control.
  public init(
    format: StreamFormat, device: String = "by hand", adjustments: [String] = [],
    playbackLatencyFrames: Int = 0
  ) {
    self.format = format
    self.device = device
    self.adjustments = adjustments
    self.playbackLatencyFrames = playbackLatencyFrames
  }

  /// Whether it was started and not stopped.
  public var isRunning: Bool { run.withLock { $0 != nil } }

  /// Starts calling `callback` once per period, as work of `queue`.
  ///
  /// Thread: control.
  public func start(
    _ callback: PeriodCallback, on queue: WorkQueue, budget: Double?
  ) throws(DriverError) {
    let pass = FileRun(
      source: nil, sink: nil, format: format, length: nil, tailFrames: 0, callback: callback,
      counters: counters)
    let started = Run(guest: queue.makeGuest(named: name), pass: pass)
    run.withLock { $0 = started }
  }

  /// Ends the periods; `callback` is not running any more when it returns.
  ///
  /// Thread: control. May be called twice.
  public func stop() { run.withLock { $0 = nil } }

  /// Performs one period and returns what was played, channel by channel.
  ///
  /// `capture` has the samples of each channel; what is missing is silence. `frames` is the
  /// period's length unless a shorter one is asked for. Nothing is played when the driver does not
  /// run, or was lost. `events` is what the period brings beside samples, valid during the call.
  @discardableResult
  public func step(
    capture: [[Float]] = [], frames: Int? = nil, events: UnsafePointer<rt_events>? = nil
  ) -> [[Float]] {
    let frames = min(frames ?? format.periodFrames, format.periodFrames)
    return run.withLock { run in
      guard let run, !counters.isLost else { return [] }
      let cycle = run.pass.cycle
      cycle.pointee.capture.fill(from: capture)
      cycle.pointee.period.frames = UInt32(frames)
      cycle.pointee.period.events = events
      cycle.pointee.period.due_nanoseconds = Clock.now()
      run.guest.handle.perform(run.pass.item, dueNanoseconds: Clock.now())
      return cycle.pointee.playback.samples(frames: frames)
    }
  }

  /// Counts an xrun, as if the last period had come too late.
  public func countXrun() { counters.xruns.wrappingAdd(1, ordering: .relaxed) }

  /// Says from now on that the capture device is gone, or that it is there.
  public func setCaptureLost(_ isLost: Bool) { captureLoss.store(isLost, ordering: .relaxed) }

  /// Behaves from now on as if the device had been unplugged.
  public func lose(_ loss: DriverLoss = .deviceGone) { CounterHandle(counters).markLost(loss) }
}

extension PeriodBuffers {
  fileprivate func fill(from capture: [[Float]]) {
    clear()
    for (channel, samples) in capture.prefix(channelCount).enumerated() {
      for (frame, sample) in samples.prefix(capacity).enumerated() {
        channels[channel]?[frame] = sample
      }
    }
  }

  fileprivate func samples(frames: Int) -> [[Float]] {
    (0..<channelCount).map { channel in
      Array(UnsafeBufferPointer(start: channels[channel], count: frames))
    }
  }
}
