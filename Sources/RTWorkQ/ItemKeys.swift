// Control side.
import CRTWorkQ
import Synchronization

/// The numbers in keys and handles: never 0, and never used again.
enum ItemKeys {
  private static let last = Atomic<UInt64>(0)

  /// Above the number in the key of a scheduled item, and of a waiting one.
  static let scheduled: UInt64 = 0x80 << 56
  static let waiting: UInt64 = 0x82 << 56

  static func kind(_ key: UInt64) -> UInt64 { key & 0xff << 56 }
  static func number(_ key: UInt64) -> UInt64 { key & ~(0xff << 56) }

  static func next() -> UInt64 {
    last.wrappingAdd(1, ordering: .relaxed).newValue
  }
}
