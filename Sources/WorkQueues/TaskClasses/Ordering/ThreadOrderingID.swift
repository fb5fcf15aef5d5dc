// Control side.

/// What a thread ordering group is known by: the 16 bytes of a GUID.
public struct ThreadOrderingID: Hashable, Sendable {
  /// The first eight bytes, the first one lowest.
  public var low: UInt64
  /// The last eight bytes.
  public var high: UInt64

  /// Creates an identifier.
  ///
  /// Thread: any.
  public init(low: UInt64, high: UInt64) {
    self.low = low
    self.high = high
  }

  /// All zeroes: no identifier.
  public static var none: ThreadOrderingID { ThreadOrderingID(low: 0, high: 0) }

  /// Makes a new one, by chance.
  ///
  /// Thread: control.
  public static func random() -> ThreadOrderingID {
    // Marked as chance: version 4, variant 1, in the GUID's own byte order.
    ThreadOrderingID(
      low: .random(in: 0 ... .max) & 0x0FFF_FFFF_FFFF_FFFF | 0x4000_0000_0000_0000,
      high: .random(in: 0 ... .max) & ~0xC0 | 0x80)
  }
}
