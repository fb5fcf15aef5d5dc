// Control side.

/// Turns channels upside down.
///
/// Parameters `invert_1`, `invert_2` and so on, `off` or `on`, one for each channel, at first on. A
/// change passes through silence within 20 ms. At rest each sample is exactly the input's negative,
/// or the input itself.
@safe
public final class PolarityProcessor: PostedProcessor, @unchecked Sendable {
  /// The ports and parameters of a polarity switch.
  public static func shape(channels: Int) -> ProcessorShape {
    ProcessorShape(
      channels: channels,
      parameters: (0..<channels).map { channel in
        ProcessorParameter(
          symbol: "invert_\(channel + 1)", name: "Invert channel \(channel + 1)",
          choices: ["off", "on"], default: 1)
      })
  }

  /// Creates a switch that inverts every channel.
  public init(channels: Int, rate: Int) {
    let shape = Self.shape(channels: channels)
    unsafe super.init(shape, process: { unsafe PolarityCore.run($0, $1) }) { values in
      PolarityCore(values: values, rampFrames: Smoothing.frames(rate: rate))
    }
  }
}
