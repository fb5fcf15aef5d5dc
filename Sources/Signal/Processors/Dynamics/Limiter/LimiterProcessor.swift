// Control side.
public import CRealtime

/// Keeps every sample below a ceiling.
///
/// Parameters `ceiling` in dB, `lookahead` and `release` in ms. The output comes a look-ahead later
/// than the input, which is its latency. Within the look-ahead the gain of all channels goes down in
/// a straight line to what the loudest of them needs, and after it comes back with the time constant
/// `release`. No sample is ever above the ceiling; a new ceiling is reached in 20 ms, and holds for
/// what comes in from then on. A new look-ahead is cross-faded to: the latency that is told is the
/// new one at once, the sound follows within the look-ahead and 20 ms.
///
/// What needs no limiting is a pure copy. Samples that are not finite are played as silence.
@safe
public final class LimiterProcessor: Processor, @unchecked Sendable {
  private let core: UnsafeMutablePointer<LimiterCore>
  private let values: PostedValues
  private let rate: Double
  /// `in_1`, `in_2` and so on.
  public let inputs: [String]
  /// `out_1`, `out_2` and so on.
  public let outputs: [String]
  /// `ceiling`, `lookahead` and `release`.
  public let parameters: [ProcessorParameter]
  /// Yes.
  public var canRunInPlace: Bool { true }

  /// The ports and parameters of a limiter.
  public static func shape(channels: Int) -> ProcessorShape {
    ProcessorShape(
      channels: channels,
      parameters: [
        .decibels("ceiling", "Ceiling", -60...0, default: -1),
        .milliseconds("lookahead", "Look-ahead", 0...20, default: 5),
        .milliseconds("release", "Release", 0...5000, default: 100),
      ])
  }

  /// Creates a limiter with its parameters at their defaults.
  public init(channels: Int, rate: Int) {
    let shape = Self.shape(channels: channels)
    inputs = shape.inputs
    outputs = shape.outputs
    parameters = shape.parameters
    values = PostedValues(parameters)
    self.rate = Double(rate)
    unsafe core = .allocate(capacity: 1)
    unsafe core.initialize(
      to: LimiterCore(
        values: values, parameters: parameters, channels: channels, rate: rate))
  }

  deinit {
    unsafe core.pointee.releaseStorage()
    unsafe core.deinitialize(count: 1)
    unsafe core.deallocate()
    values.releaseStorage()
  }

  /// Runs it for one block; for the cycle.
  public var process: rt_process { { unsafe LimiterCore.run($0, $1) } }

  /// What `process` is called with.
  public var context: UnsafeMutableRawPointer { unsafe UnsafeMutableRawPointer(core) }

  /// The look-ahead.
  public var latencyFrames: Int {
    LimiterSettings.frames(milliseconds: values.value(1), rate: rate)
  }

  /// Sets a parameter, on any thread.
  public func setParameter(_ symbol: String, to value: Float) -> Bool {
    guard let found = parameter(symbol, clamping: value) else { return false }
    values.post(found.value, at: found.index)
    return true
  }
}
