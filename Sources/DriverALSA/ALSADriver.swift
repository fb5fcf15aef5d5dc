// Control side.
import CALSA
import ClockBridge
public import Drivers
import Glibc
import Synchronization
public import WorkQueues

/// A driver for ALSA's PCMs: cards, and the library's plugins.
///
/// The worker that waits on the PCM's descriptors runs the period. It restarts the device after an
/// xrun, a suspend, or a second without a period. `stop` closes the device: open it again to go on.
/// The card's mixer is left as it is.
public final class ALSADriver: Driver, @unchecked Sendable {
  /// The driver's short name.
  public let name = "alsa"
  /// The device it plays to, for people.
  public let device: String
  /// What was settled with the device.
  public let format: StreamFormat
  /// Counters the cycle writes; valid as long as the driver.
  public let counters = DriverCounters()
  /// The format the samples have on their way to and from the device, playback's if it has both.
  public let sampleFormat: PCMFormat
  /// One line for each direction: format, access and channels.
  public let details: [String]
  /// Where the device's channels are that can be captured; nil when it does not tell.
  public let captureChannels: ALSAChannels?
  /// Where the device's channels are that can be played; nil when it does not tell.
  public let playbackChannels: ALSAChannels?
  /// From the period callback to the loudspeaker, in frames, as far as the driver knows.
  ///
  /// The PCM's buffer, and what the device holds beyond it once it has told. The corresponding C
  /// function is `snd_pcm_avail_delay`.
  public var playbackLatencyFrames: Int {
    guard format.playbackChannels > 0 else { return 0 }
    let beyond = state.withLock { $0.cycle?.pointee.beyondFrames.load(ordering: .relaxed) }
    return format.periods * format.periodFrames + (beyond ?? beyondFrames.load(ordering: .relaxed))
  }

  /// The age of a period's first captured frame when the period is due, in frames.
  public let captureLatencyFrames: Int
  /// Capture has a device of its own, and that is gone: silence is captured.
  public var isCaptureLost: Bool { state.withLock { $0.capture?.isLost ?? false } }

  private let settled: [String]
  private let stopDescriptor: Int32
  private let isSelfPaced = Atomic<Bool>(false)
  private let beyondFrames = Atomic<Int>(0)
  private let state: Mutex<State>

  private struct State: @unchecked Sendable {
    var pair: StreamPair?
    var capture: CaptureDevice?
    var cycle: UnsafeMutablePointer<ALSACycle>?
    var relay: PeriodRelay?
  }

  /// Opens the device with the format nearest to `request`.
  ///
  /// The device is `default` when the request names none; an `ALSADeviceName` is looked up anew.
  /// Throws `unavailable`, `busy`, `permissionDenied`, `unsupported` or `failed`, with the
  /// library's own reason. Thread: control.
  /// The corresponding C function is `snd_pcm_open`.
  public static func open(_ request: StreamRequest) throws(DriverError) -> ALSADriver {
    let (request, choices) = try request.findingCards()
    // Without playback there is one device, and one clock.
    let device =
      (request.playbackChannels == 0 ? request.captureDevice : nil) ?? request.device ?? "default"
    let stopDescriptor = eventfd(0, Int32(EFD_NONBLOCK | EFD_CLOEXEC))
    guard stopDescriptor >= 0 else {
      throw DriverError(.failed, "\(device): no descriptor left for its stop event")
    }
    do {
      return try ALSADriver(
        request, device: device, choices: choices, stopDescriptor: stopDescriptor)
    } catch {
      close(stopDescriptor)
      throw error
    }
  }

  private init(
    _ request: StreamRequest, device: String, choices: [String], stopDescriptor: Int32
  ) throws(DriverError) {
    let other = request.separateCaptureDevice(from: device)
    let pair = try StreamPair.open(other == nil ? request : request.withoutCapture, device: device)
    var capture: CaptureDevice?
    if let other {
      capture = try CaptureDevice(
        request, device: other, playback: pair.format, counters: counters,
        stopDescriptor: stopDescriptor)
    }
    self.device = device
    self.stopDescriptor = stopDescriptor
    var format = pair.format
    if let capture { format.captureChannels = capture.bridge.format.channelCount }
    self.format = format
    captureLatencyFrames =
      capture?.bridge.latencyFrames ?? (format.captureChannels > 0 ? format.periodFrames : 0)
    settled = choices + pair.adjustments + (capture?.adjustments ?? [])
    details = pair.details + (capture?.details ?? [])
    captureChannels = capture?.channels ?? pair.capture?.pcm.channels
    playbackChannels = pair.playback?.pcm.channels
    sampleFormat = (pair.playback ?? pair.capture)?.sampleFormat ?? .float
    let cycle = ALSACycle.make(
      pair, counters: CounterHandle(counters), stopDescriptor: stopDescriptor,
      bridge: capture?.bridge)
    state = Mutex(State(pair: pair, capture: capture, cycle: cycle))
  }

  deinit {
    stop()
    close(stopDescriptor)
  }

  /// Whether the PCM gives periods at its own pace, as cards do, and `null` does not.
  public var hasClock: Bool {
    let paced = state.withLock { state in
      state.cycle?.pointee.isSelfPaced.load(ordering: .relaxed)
    }
    return !(paced ?? isSelfPaced.load(ordering: .relaxed))
  }

  /// One line for each thing that differs from the request.
  public var adjustments: [String] {
    guard !hasClock else { return settled }
    return settled + ["PCM \(device) has no clock of its own: paced by the system clock"]
  }

  /// Starts calling `callback` once per period, as work of `queue`.
  ///
  /// Thread: control.
  public func start(
    _ callback: PeriodCallback, on queue: WorkQueue, budget: Double?
  ) throws(DriverError) {
    let error = state.withLock { (state: inout State) -> DriverError? in
      do throws(DriverError) {
        try start(&state, callback, queue, budget)
        return nil
      } catch {
        return error
      }
    }
    if let error { throw error }
  }

  private func start(
    _ state: inout State, _ callback: PeriodCallback, _ queue: WorkQueue, _ budget: Double?
  ) throws(DriverError) {
    guard let cycle = state.cycle, state.relay == nil else {
      throw DriverError(.failed, "\(device) was started before; open it again")
    }
    try ALSALibrary.check("preparing", device) { CInt(ALSACycle.prepare(cycle)) }
    try state.capture?.start(on: queue)
    do {
      state.relay = try queue.startPeriods(
        named: name, of: ALSACycle.device(cycle), work: callback.work,
        budget: format.budget(share: budget), periodNanoseconds: format.periodNanoseconds)
    } catch {
      stop(&state)
      throw DriverError(.failed, "\(device): the period thread did not start: \(error)")
    }
  }

  /// Ends the periods; `callback` is not running any more when it returns, unless it is lost.
  ///
  /// Thread: control. May be called twice.
  public func stop() {
    state.withLock { stop(&$0) }
  }

  private func stop(_ state: inout State) {
    guard let cycle = state.cycle else { return }
    eventfd_write(stopDescriptor, 1)
    if let relay = state.relay {
      relay.stop()
      counters.note(relay)
    }
    state.capture?.stop()
    isSelfPaced.store(cycle.pointee.isSelfPaced.load(ordering: .relaxed), ordering: .relaxed)
    beyondFrames.store(cycle.pointee.beyondFrames.load(ordering: .relaxed), ordering: .relaxed)
    ALSACycle.destroy(cycle)
    state = State()
  }
}
