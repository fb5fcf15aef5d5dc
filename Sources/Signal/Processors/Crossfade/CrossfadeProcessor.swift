// Control side.

/// Fades from one set of channels to another.
///
/// Parameters `position`, from 0, the first set, to 1, the second, and `curve`: `equal-power` for
/// sounds that have nothing to do with each other, `linear` for sounds that are alike. A change is
/// reached in 20 ms. At either end the output is a pure copy.
@safe
public final class CrossfadeProcessor: PostedProcessor, @unchecked Sendable {
  /// The ports and parameters of a cross-fade between two sets of channels.
  ///
  /// Inputs `a_1`, `a_2` and so on, then `b_1`, `b_2` and so on.
  public static func shape(channels: Int) -> ProcessorShape {
    ProcessorShape(
      inputs: portNames("a", count: channels) + portNames("b", count: channels),
      outputs: portNames("out", count: channels),
      parameters: [
        ProcessorParameter(
          symbol: "position", name: "Position", minimum: 0, maximum: 1, default: 0, unit: ""),
        ProcessorParameter(
          symbol: "curve", name: "Curve", choices: ["equal-power", "linear"]),
      ])
  }

  /// Creates a cross-fade that is at the first set.
  public init(channels: Int, rate: Int) {
    let shape = Self.shape(channels: channels)
    unsafe super.init(shape, process: { unsafe CrossfadeCore.run($0, $1) }) { values in
      CrossfadeCore(values: values, channels: channels, rampFrames: Smoothing.frames(rate: rate))
    }
  }
}
