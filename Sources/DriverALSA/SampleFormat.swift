// Control side.
import CALSA
public import Drivers

/// How a card wants its samples: the five formats the driver converts, in order of preference.
public enum SampleFormat: String, Sendable, CaseIterable, Codable {
  /// 32-bit floating point.
  case float = "FLOAT_LE"
  /// 32-bit integers.
  case s32 = "S32_LE"
  /// 24-bit integers in the lower part of four bytes.
  case s24 = "S24_LE"
  /// 24-bit integers in three bytes.
  case s24Packed = "S24_3LE"
  /// 16-bit integers.
  case s16 = "S16_LE"

  /// Finds a format by ALSA's name for it.
  ///
  /// Throws `unsupported`, naming the format: also for those of the other byte order. Thread: any.
  public init(named name: String) throws(DriverError) {
    if let format = Self(rawValue: name.uppercased()) {
      self = format
      return
    }
    let reason =
      name.uppercased().hasSuffix("BE") ? "big-endian samples are not supported" : "unknown"
    let names = Self.allCases.map(\.rawValue).joined(separator: ", ")
    throw DriverError(.unsupported, "sample format \(name): \(reason); choose one of \(names)")
  }

  /// Bytes one sample takes.
  public var byteCount: Int {
    @_noLocks
    get {
      switch self {
      case .float, .s32, .s24: 4
      case .s24Packed: 3
      case .s16: 2
      }
    }
  }

  /// ALSA's constant.
  var constant: snd_pcm_format_t {
    switch self {
    case .float: SND_PCM_FORMAT_FLOAT_LE
    case .s32: SND_PCM_FORMAT_S32_LE
    case .s24: SND_PCM_FORMAT_S24_LE
    case .s24Packed: SND_PCM_FORMAT_S24_3LE
    case .s16: SND_PCM_FORMAT_S16_LE
    }
  }
}
