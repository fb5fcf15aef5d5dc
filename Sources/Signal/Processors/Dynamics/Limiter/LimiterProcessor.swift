// Control side.

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
public final class LimiterProcessor: PostedProcessor, @unchecked Sendable {
  private let rate: Double

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
    self.rate = Double(rate)
    let shape = Self.shape(channels: channels)
    unsafe super.init(shape, process: { unsafe LimiterCore.run($0, $1) }) { values in
      LimiterCore(values: values, parameters: shape.parameters, channels: channels, rate: rate)
    }
  }

  /// The look-ahead.
  public override var latencyFrames: Int {
    LimiterSettings.frames(milliseconds: values.value(1), rate: rate)
  }
}
