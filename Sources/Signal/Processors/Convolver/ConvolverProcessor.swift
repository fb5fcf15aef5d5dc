// Control side.

/// Convolves channels with an impulse response of up to 12 seconds, without latency.
///
/// Parameters: `gain` in dB, of what is convolved, and `mix`, its share from 0 to 1 beside what comes
/// in; changes are reached in 20 ms. A new response is cross-faded to within 50 ms; what was played before
/// does not sound through it. The output is the same bit for bit however the frames are cut into
/// blocks, and differs by rounding between processors with and without AVX2. Samples that are not
/// finite count as silence; what grows too large for a float on its way is forgotten after the
/// response's length and two of its longest partitions.
@safe
public final class ConvolverProcessor: PostedProcessor, @unchecked Sendable {
  private let mailbox: UnsafeMutablePointer<EngineMailbox>
  private let library: any TransformLibrary
  private let channels: Int
  /// Those the cycle has, or is about to have.
  private var engines: [UnsafeMutablePointer<EngineCore>: ConvolverEngine] = unsafe [:]
  /// The one that was posted last.
  private var latest: ConvolverEngine?

  /// The ports and parameters of a convolver.
  public static func shape(channels: Int) -> ProcessorShape {
    ProcessorShape(
      channels: channels,
      parameters: [
        .gain(),
        ProcessorParameter(
          symbol: "mix", name: "Mix", minimum: 0, maximum: 1, default: 1, unit: ""),
      ])
  }

  /// Creates a convolver at 0 dB and without what comes in; silent until there is a response.
  public init(channels: Int, rate: Int, library: any TransformLibrary) {
    self.library = library
    self.channels = channels
    let mailbox = UnsafeMutablePointer<EngineMailbox>.allocate(capacity: 1)
    unsafe mailbox.initialize(to: EngineMailbox())
    unsafe self.mailbox = unsafe mailbox
    let shape = Self.shape(channels: channels)
    unsafe super.init(shape, process: { unsafe ConvolverCore.run($0, $1) }) { values in
      unsafe ConvolverCore(values: values, mailbox: mailbox, channels: channels, rate: rate)
    }
    // The gain is posted as a factor.
    values.post(1, at: 0)
  }

  deinit {
    unsafe mailbox.deinitialize(count: 1)
    unsafe mailbox.deallocate()
  }

  /// Prepares a response and hands it to the cycle, which fades to it; it may run meanwhile.
  ///
  /// One that the cycle has not taken yet is replaced. What the cycle has given back is freed.
  ///
  /// - Precondition: The response is for as many channels as the convolver has.
  /// - Thread: control, one at a time.
  public func load(_ response: ImpulseResponse) throws(TransformError) {
    precondition(response.channels == channels, "a response for other channels")
    try post(ConvolverEngine(response, library: library))
  }

  /// Hands an engine to the cycle.
  func post(_ engine: ConvolverEngine) {
    unsafe engines[engine.core] = engine
    latest = engine
    if let untaken = unsafe mailbox.pointee.post(engine.core) {
      unsafe engines[untaken] = nil
    }
    reclaim()
  }

  /// Frees the responses that the cycle has given back.
  ///
  /// - Thread: control, one at a time.
  public func reclaim() {
    var next = unsafe mailbox.pointee.takeRetired()
    while let engine = unsafe next {
      unsafe next = engine.pointee.nextRetired
      unsafe engines[engine] = nil
    }
  }

  /// Forgets all sound and begins anew, with the latest response.
  public override func restart() {
    super.restart()
    _ = unsafe mailbox.pointee.take()
    _ = unsafe mailbox.pointee.takeRetired()
    unsafe engines = [:]
    guard let latest else { return }
    latest.restart()
    post(latest)
  }

  /// Sets a parameter, on any thread.
  public override func setParameter(_ symbol: String, to value: Float) -> Bool {
    guard let found = parameter(symbol, clamping: value) else { return false }
    values.post(posted(found.value, at: found.index), at: found.index)
    return true
  }

  /// The gain for a level, else the value in its range.
  public override func posted(_ value: Float, at place: Int) -> Float {
    place == 0 ? postedGain(value, at: place) : super.posted(value, at: place)
  }
}
