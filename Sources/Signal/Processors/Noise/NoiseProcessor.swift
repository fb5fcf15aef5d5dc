// Control side.

/// White or pink noise, the same for the same seed.
///
/// Parameters `level` in dB and `color`, `white` or `pink`; a change is reached in 20 ms. White
/// noise is evenly distributed between the level and its negative; pink noise has the same power,
/// falls by 3 dB per octave, and rises above the level at times. Each channel has noise of its own.
/// The pink filter is Paul Kellet's, true to 0.05 dB above 1/4800 of the rate.
@safe
public final class NoiseProcessor: PostedProcessor, @unchecked Sendable {
  /// The ports and parameters of a noise.
  public static func shape(channels: Int) -> ProcessorShape {
    ProcessorShape(
      inputs: [], outputs: portNames("out", count: channels),
      parameters: [
        ProcessorParameter(
          symbol: "level", name: "Level", minimum: Decibels.silence, maximum: 0, default: -20,
          unit: "dB"),
        ProcessorParameter(symbol: "color", name: "Color", choices: ["white", "pink"]),
      ])
  }

  /// Creates white noise at −20 dB.
  public init(channels: Int, seed: UInt64 = 0, rate: Int) {
    let shape = Self.shape(channels: channels)
    unsafe super.init(shape, canRunInPlace: false, process: { unsafe NoiseCore.run($0, $1) }) {
      values in
      NoiseCore(
        values: values, channels: channels, seed: seed, rampFrames: Smoothing.frames(rate: rate))
    }
  }
}
