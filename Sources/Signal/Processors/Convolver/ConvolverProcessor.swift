// Control side.
public import CRealtime

/// Convolves channels with an impulse response of up to 12 seconds, without latency.
///
/// Parameters: `gain` in dB, of what is convolved, and `mix`, its share from 0 to 1 beside what comes
/// in; changes are reached in 20 ms. A new response is cross-faded to within 50 ms; what was played before
/// does not sound through it. The output is the same bit for bit however the frames are cut into
/// blocks, and differs by rounding between processors with and without AVX2. Samples that are not
/// finite count as silence; what grows too large for a float on its way is forgotten after the
/// response's length and two of its longest partitions.
@safe
public final class ConvolverProcessor: Processor, @unchecked Sendable {
  private let core: UnsafeMutablePointer<ConvolverCore>
  private let values: PostedValues
  private let mailbox: UnsafeMutablePointer<EngineMailbox>
  private let library: any TransformLibrary
  private let channels: Int
  /// Those the cycle has, or is about to have.
  private var engines: [UnsafeMutablePointer<EngineCore>: ConvolverEngine] = unsafe [:]
  /// `in_1`, `in_2` and so on.
  public let inputs: [String]
  /// `out_1`, `out_2` and so on.
  public let outputs: [String]
  /// `gain` and `mix`.
  public let parameters: [ProcessorParameter]
  /// Yes.
  public var canRunInPlace: Bool { true }

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
    let shape = Self.shape(channels: channels)
    inputs = shape.inputs
    outputs = shape.outputs
    parameters = shape.parameters
    values = PostedValues(parameters)
    // The gain is posted as a factor.
    values.post(1, at: 0)
    unsafe mailbox = .allocate(capacity: 1)
    unsafe mailbox.initialize(to: EngineMailbox())
    unsafe core = .allocate(capacity: 1)
    unsafe core.initialize(
      to: ConvolverCore(values: values, mailbox: mailbox, channels: channels, rate: rate))
  }

  deinit {
    unsafe core.pointee.releaseStorage()
    unsafe core.deinitialize(count: 1)
    unsafe core.deallocate()
    unsafe mailbox.deinitialize(count: 1)
    unsafe mailbox.deallocate()
    values.releaseStorage()
  }

  /// Runs it for one block; for the cycle.
  public var process: rt_process { { unsafe ConvolverCore.run($0, $1) } }

  /// What `process` is called with.
  public var context: UnsafeMutableRawPointer { unsafe UnsafeMutableRawPointer(core) }

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

  /// Sets a parameter, on any thread.
  public func setParameter(_ symbol: String, to value: Float) -> Bool {
    guard let found = parameter(symbol, clamping: value) else { return false }
    let posted = found.index == 0 ? Decibels.gain(found.value) : found.value
    values.post(posted, at: found.index)
    return true
  }
}
