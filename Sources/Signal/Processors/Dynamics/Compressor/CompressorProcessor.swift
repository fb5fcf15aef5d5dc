// Control side.

/// Makes what is loud quieter.
///
/// Parameters `threshold`, `knee` and `makeup` in dB, `ratio`, `attack` and `release` in ms. Of
/// what a level, frame by frame the highest magnitude, has above the threshold 1/`ratio` is left,
/// and over the width of the knee the curve bends to that. The reduction in dB follows with a
/// one-pole filter whose time constant (63 %) is `attack` or `release`. Changes of the others are
/// reached in 20 ms.
///
/// Linked channels have one level and one reduction. With a sidechain the level is that of the
/// sidechain's inputs. Without reduction and makeup the output is a pure copy. Samples that are not
/// finite count as silence for the level, and pass.
@safe
public final class CompressorProcessor: PostedProcessor, @unchecked Sendable {
  /// The ports and parameters of a compressor.
  ///
  /// Inputs `in_1`, `in_2` and so on, then `side_1`, `side_2` and so on if there is a sidechain.
  public static func shape(channels: Int, hasSidechain: Bool = false) -> ProcessorShape {
    DynamicsLayout.shape(
      channels: channels, hasSidechain: hasSidechain,
      parameters: [
        .decibels("threshold", "Threshold", -80...0, default: -20),
        ProcessorParameter(
          symbol: "ratio", name: "Ratio", minimum: 1, maximum: 100, default: 4, unit: ""),
        .decibels("knee", "Knee", 0...40, default: 6),
        .milliseconds("attack", "Attack", 0...1000, default: 10),
        .milliseconds("release", "Release", 0...5000, default: 100),
        .decibels("makeup", "Makeup", -40...40, default: 0),
      ])
  }

  /// Creates a compressor with its parameters at their defaults.
  public init(channels: Int, isLinked: Bool = true, hasSidechain: Bool = false, rate: Int) {
    let layout = DynamicsLayout(
      channels: channels, isLinked: isLinked, hasSidechain: hasSidechain)
    let shape = Self.shape(channels: channels, hasSidechain: hasSidechain)
    unsafe super.init(shape, process: { unsafe CompressorCore.run($0, $1) }) { values in
      CompressorCore(values: values, layout: layout, rate: rate)
    }
  }
}
