// Control side.
import CALSA
public import Drivers

extension SampleFormat: CaseIterable, CustomStringConvertible {
  /// Every format the driver converts, in order of preference: what keeps most of a float sample
  /// first, and the byte order of most machines.
  public static let allCases: [SampleFormat] = {
    let shapes: [(Encoding, bits: Int, bytes: Int)] = [
      (.float, 32, 4), (.float, 64, 8),
      (.signed, 32, 4), (.unsigned, 32, 4),
      (.signed, 24, 4), (.signed, 24, 3), (.unsigned, 24, 4), (.unsigned, 24, 3),
      (.signed, 20, 4), (.signed, 20, 3), (.unsigned, 20, 4), (.unsigned, 20, 3),
      (.signed, 18, 3), (.unsigned, 18, 3),
      (.signed, 16, 2), (.unsigned, 16, 2),
      (.signed, 8, 1), (.unsigned, 8, 1),
    ]
    return shapes.flatMap { encoding, bits, bytes in
      (bytes == 1 ? [false] : [false, true]).map {
        SampleFormat(encoding, bits: bits, bytes: bytes, isBigEndian: $0)
      }
    }
  }()

  /// 32-bit floating point.
  public static let float = SampleFormat(.float, bits: 32, bytes: 4)
  /// 32-bit integers.
  public static let s32 = SampleFormat(.signed, bits: 32, bytes: 4)
  /// 24-bit integers in the lower part of four bytes.
  public static let s24 = SampleFormat(.signed, bits: 24, bytes: 4)
  /// 24-bit integers in three bytes.
  public static let s24Packed = SampleFormat(.signed, bits: 24, bytes: 3)
  /// 16-bit integers.
  public static let s16 = SampleFormat(.signed, bits: 16, bytes: 2)

  /// Finds a format by ALSA's name for it; without a byte order it is the little-endian one.
  ///
  /// Throws `unsupported`, naming the format. Thread: any.
  public init(named name: String) throws(DriverError) {
    let wanted = name.uppercased()
    let found = Self.allCases.first { $0.name == wanted || $0.name == wanted + "_LE" }
    guard let found else {
      throw DriverError(
        .unsupported,
        "there is no linear sample format \(name); use ALSA's name for one, such as "
          + "S16_LE, S24_3LE, S32_LE or FLOAT_LE")
    }
    self = found
  }

  /// ALSA's name, such as `S24_3LE`.
  public var name: String {
    let stem =
      switch encoding {
      case .signed: "S\(bitCount)"
      case .unsigned: "U\(bitCount)"
      case .float: bitCount == 64 ? "FLOAT64" : "FLOAT"
      }
    guard byteCount > 1 else { return stem }
    return "\(stem)_\(byteCount == 3 ? "3" : "")\(isBigEndian ? "BE" : "LE")"
  }

  /// ALSA's name.
  public var description: String { name }

  /// ALSA's constant.
  var constant: snd_pcm_format_t { snd_pcm_format_value(name) }
}
