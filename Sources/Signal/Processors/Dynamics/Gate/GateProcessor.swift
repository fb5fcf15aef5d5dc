// Control side.

/// Takes away what is quiet.
///
/// Parameters `threshold`, `hysteresis` and `range` in dB, `hold`, `attack` and `release` in ms. It
/// opens with the first frame that reaches the threshold on one of the channels, or of the
/// sidechain. It closes once all have been below the threshold by more than the hysteresis for
/// longer than `hold`. Shut, it takes off `range`, and everything with 120 dB. From shut to open the
/// gain goes in a straight line of `attack`, and back in one of `release`.
///
/// Open it is a pure copy. Samples that are not finite count as silence for the level.
@safe
public final class GateProcessor: PostedProcessor, @unchecked Sendable {
  /// The ports and parameters of a gate.
  ///
  /// Inputs `in_1`, `in_2` and so on, then `side_1`, `side_2` and so on if there is a sidechain.
  public static func shape(channels: Int, hasSidechain: Bool = false) -> ProcessorShape {
    DynamicsLayout.shape(
      channels: channels, hasSidechain: hasSidechain,
      parameters: [
        .decibels("threshold", "Threshold", -100...0, default: -50),
        .decibels("hysteresis", "Hysteresis", 0...40, default: 6),
        .milliseconds("hold", "Hold", 0...5000, default: 50),
        .milliseconds("attack", "Attack", 0...1000, default: 1),
        .milliseconds("release", "Release", 0...5000, default: 100),
        .decibels("range", "Range", 0...120, default: 120),
      ])
  }

  /// Creates a gate that is shut, with its parameters at their defaults.
  public init(channels: Int, hasSidechain: Bool = false, rate: Int) {
    let layout = DynamicsLayout(
      channels: channels, isLinked: true, hasSidechain: hasSidechain)
    let shape = Self.shape(channels: channels, hasSidechain: hasSidechain)
    unsafe super.init(shape, process: { unsafe GateCore.run($0, $1) }) { values in
      GateCore(values: values, layout: layout, rate: rate)
    }
  }
}
