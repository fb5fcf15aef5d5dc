// Control side.
import CRealtime
import Synchronization
public import WorkQueues

/// An offline driver: periods come as fast as they are performed, from a source to a sink.
///
/// It plays exactly as many frames as the source has (at most `length`), and then `tailFrames`
/// more with silence captured. The last period has only the frames that are left. Reading and
/// writing happen between periods, never inside one.
public final class FileDriver: Driver, @unchecked Sendable {
  /// The driver's short name.
  public let name = "file"
  /// The device it plays to, for people.
  public let device: String
  /// What was settled with the device.
  public let format: StreamFormat
  /// One line for each thing that differs from the request.
  public let adjustments: [String] = []
  /// Counters the cycle writes; valid as long as the driver.
  public let counters = DriverCounters()
  /// From the period callback to the loudspeaker, in frames, as far as the driver knows.
  public let playbackLatencyFrames = 0

  private let source: (any SampleSource)?
  private let sink: (any SampleSink)?
  private let length: Int?
  private let tailFrames: Int
  private let isStopping = Atomic<Bool>(false)
  private let background = Mutex<Background?>(nil)
  private let ending = Mutex<DriverError?>(nil)

  /// A run on a thread of the queue's own.
  private struct Background: Sendable {
    let worker: WaitingWorker
    let pass: BackgroundPass
  }

  /// Creates a driver from `source` to `sink`.
  ///
  /// Without a source silence is captured, and `length`, in frames, is needed to come to an end.
  /// The driver captures the source's channels, and plays the sink's; of the request only the
  /// rate, the period and, without a source or sink, the channels count. Throws `unsupported`.
  /// Thread: control.
  public init(
    _ request: StreamRequest, source: (any SampleSource)?, sink: (any SampleSink)?,
    length: Int? = nil, tailFrames: Int = 0
  ) throws(DriverError) {
    var settled = request
    settled.captureChannels = source?.channelCount ?? request.captureChannels
    settled.playbackChannels = sink?.channelCount ?? request.playbackChannels
    device = request.device ?? "memory"
    try settled.validate(for: "the file driver")
    guard source != nil || length != nil else {
      throw DriverError(.unsupported, "the file driver has neither a source nor a length")
    }
    format = StreamFormat(
      rate: settled.rate ?? StreamRequest.defaultRate,
      periodFrames: settled.periodFrames ?? StreamRequest.defaultPeriodFrames,
      periods: 1,
      captureChannels: settled.captureChannels,
      playbackChannels: settled.playbackChannels)
    self.source = source
    self.sink = sink
    self.length = length
    self.tailFrames = max(0, tailFrames)
  }

  deinit { stop() }

  /// Whether the run that `start` began came to its end, or was stopped.
  public var hasEnded: Bool { background.withLock { $0?.worker.hasEnded ?? true } }

  /// What reading or writing failed with in the run that `start` began.
  public var failure: DriverError? { ending.withLock { $0 } }

  /// Performs all periods on the calling thread, as a guest of `queue`.
  ///
  /// `progress` is called after each period with the frames played so far. Returns the frames
  /// played in all; fewer than there are only when `stop` was called from another thread. Throws
  /// what the source or sink throws. Thread: control.
  @discardableResult
  public func runToEnd(
    _ callback: PeriodCallback, on queue: WorkQueue, progress: (_ frames: Int) -> Void = { _ in }
  ) throws(DriverError) -> Int {
    isStopping.store(false, ordering: .releasing)
    let guest = queue.makeGuest(named: name)
    let run = makeRun(callback)
    while !isStopping.load(ordering: .acquiring), try run.read() {
      guest.handle.perform(run.item, dueNanoseconds: run.cycle.pointee.period.due_nanoseconds)
      try run.write()
      progress(run.framesWritten)
    }
    return run.framesWritten
  }

  /// Performs all periods on a thread of `queue`'s own, which reads and writes between them.
  ///
  /// That thread has the queue's priority and does not pause: choose a queue without a real-time
  /// class. Thread: control.
  public func start(
    _ callback: PeriodCallback, on queue: WorkQueue, budget: Double?
  ) throws(DriverError) {
    stop()
    ending.withLock { $0 = nil }
    let pass = BackgroundPass(run: makeRun(callback)) { [weak self] error in
      self?.ending.withLock { $0 = error }
    }
    do {
      let worker = try queue.startWaitingWorker(
        named: name, wait: BackgroundPass.waitFunction,
        context: Unmanaged.passUnretained(pass).toOpaque(), period: pass.run.item)
      background.withLock { $0 = Background(worker: worker, pass: pass) }
    } catch {
      throw DriverError(.failed, "the file driver's thread did not start: \(error)")
    }
  }

  /// Ends the periods; `callback` is not running any more when it returns.
  ///
  /// Thread: control. May be called twice.
  public func stop() {
    isStopping.store(true, ordering: .releasing)
    let ended = background.withLock { background in
      defer { background = nil }
      return background
    }
    ended?.worker.stop()
  }

  private func makeRun(_ callback: PeriodCallback) -> FileRun {
    FileRun(
      source: source, sink: sink, format: format, length: length, tailFrames: tailFrames,
      callback: callback, counters: counters)
  }
}

/// A run on a worker: its wait writes what the last period played and reads for the next.
private final class BackgroundPass: @unchecked Sendable {
  let run: FileRun
  private let fail: @Sendable (DriverError) -> Void
  private var hasPlayed = false

  init(run: FileRun, fail: @escaping @Sendable (DriverError) -> Void) {
    self.run = run
    self.fail = fail
  }

  static let waitFunction: rt_wait = { context, due in
    guard let context, let due else { return rt_wait_end }
    let pass = Unmanaged<BackgroundPass>.fromOpaque(context).takeUnretainedValue()
    guard pass.advance() else { return rt_wait_end }
    due.pointee = pass.run.cycle.pointee.period.due_nanoseconds
    return rt_wait_ready
  }

  private func advance() -> Bool {
    do throws(DriverError) {
      if hasPlayed { try run.write() }
      hasPlayed = try run.read()
    } catch {
      fail(error)
      hasPlayed = false
    }
    return hasPlayed
  }
}
