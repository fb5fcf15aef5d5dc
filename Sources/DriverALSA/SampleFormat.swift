// Code and data used in the cycle.

/// How a device wants one sample: a linear or floating-point format of ALSA's.
///
/// Integers lie in the lower bits of their bytes.
public struct SampleFormat: Sendable, Hashable {
  /// What the bits mean.
  public enum Encoding: Sendable, Hashable {
    /// Integers in two's complement.
    case signed
    /// Integers around the middle of their range.
    case unsigned
    /// IEEE 754, nominally from -1 to 1.
    case float
  }

  /// What the bits mean.
  public let encoding: Encoding
  /// Bits that count.
  public let bitCount: Int
  /// Bytes one sample takes.
  public let byteCount: Int
  /// Whether the most significant byte comes first.
  public let isBigEndian: Bool

  @_noLocks
  init(_ encoding: Encoding, bits: Int, bytes: Int, isBigEndian: Bool = false) {
    self.encoding = encoding
    bitCount = bits
    byteCount = bytes
    self.isBigEndian = isBigEndian
  }
}
