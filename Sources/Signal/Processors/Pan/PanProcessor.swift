// Control side.

/// Places one channel between two, or balances two.
///
/// Parameters `pan`, from -1, left, to 1, and `law`. One channel goes to both sides, in the middle
/// with -3 dB each (`constant-power`: the powers add up to the same everywhere), -6 dB (`linear`:
/// the amplitudes do) or -4.5 dB (`compromise`). Of two channels the one that is turned to stays as
/// it is, and the other goes down by the same law. A change is reached in 20 ms. At the ends one
/// side is a pure copy and the other is silent; two channels in the middle are pure copies.
@safe
public final class PanProcessor: PostedProcessor, @unchecked Sendable {
  /// The ports and parameters of a pan with one input channel or two.
  ///
  /// Inputs `in_1`, and `in_2` when it balances; outputs `out_1`, left, and `out_2`.
  public static func shape(channels: Int) -> ProcessorShape {
    ProcessorShape(
      inputs: portNames("in", count: min(max(1, channels), 2)),
      outputs: portNames("out", count: 2),
      parameters: [
        ProcessorParameter(
          symbol: "pan", name: "Pan", minimum: -1, maximum: 1, default: 0, unit: ""),
        ProcessorParameter(symbol: "law", name: "Law", choices: PanLaw.names),
      ])
  }

  /// Creates a pan of one channel, or of two, in the middle.
  public init(channels: Int, rate: Int) {
    let shape = Self.shape(channels: channels)
    unsafe super.init(shape, process: { unsafe PanCore.run($0, $1) }) { values in
      PanCore(
        values: values, channels: shape.inputs.count, rampFrames: Smoothing.frames(rate: rate))
    }
  }
}
