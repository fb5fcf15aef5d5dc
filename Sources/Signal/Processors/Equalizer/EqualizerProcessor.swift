// Control side.

/// An equalizer of 1 to 16 bands, the same for all channels.
///
/// Parameters of each band, with its number: `on_1`, `shape_1` (see `EqualizerShape`),
/// `frequency_1` in Hz, up to 0.49 of the rate, `gain_1` in dB (peak and shelves) and `q_1`. The
/// transfer functions are those of the Audio EQ Cookbook (R. Bristow-Johnson); the band pass has
/// 0 dB at its peak. A band's filter goes over to a new setting within 20 ms.
///
/// A band that is off, or a peak or shelf of 0 dB, changes no bit. Samples that are not finite count
/// as silence.
@safe
public final class EqualizerProcessor: PostedProcessor, @unchecked Sendable {
  /// The ports and parameters of an equalizer.
  public static func shape(bands: Int, channels: Int) -> ProcessorShape {
    ProcessorShape(
      channels: channels, parameters: (1...min(max(1, bands), 16)).flatMap { band($0) })
  }

  private static func band(_ number: Int) -> [ProcessorParameter] {
    [
      ProcessorParameter(
        symbol: "on_\(number)", name: "Band \(number)", choices: ["off", "on"], default: 1),
      ProcessorParameter(
        symbol: "shape_\(number)", name: "Shape of band \(number)",
        choices: EqualizerShape.allCases.map(\.name)),
      ProcessorParameter(
        symbol: "frequency_\(number)", name: "Frequency of band \(number)", minimum: 10,
        maximum: 24_000, default: 1000, unit: "Hz"),
      ProcessorParameter(
        symbol: "gain_\(number)", name: "Gain of band \(number)", minimum: -40, maximum: 40,
        default: 0, unit: "dB"),
      ProcessorParameter(
        symbol: "q_\(number)", name: "Q of band \(number)", minimum: 0.1, maximum: 40,
        default: 0.707_106_8, unit: ""),
    ]
  }

  /// Creates an equalizer whose bands are peaks of 0 dB.
  public init(bands: Int, channels: Int, rate: Int) {
    let shape = Self.shape(bands: bands, channels: channels)
    unsafe super.init(shape, process: { unsafe EqualizerCore.run($0, $1) }) { values in
      EqualizerCore(values: values, channels: channels, rate: rate)
    }
  }
}
