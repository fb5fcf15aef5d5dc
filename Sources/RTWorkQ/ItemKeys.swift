// Control side.
import CRTWorkQ
import Synchronization

/// The numbers in the keys of items: never 0, and used again only after all others.
enum ItemKeys {
  private static let last = Atomic<UInt32>(0)

  /// Above the number in the key of a scheduled or periodic item, and of a waiting one.
  static let scheduled: UInt64 = 0x8000_0000 << 32
  static let waiting: UInt64 = 0x8200_0000 << 32

  static func next() -> UInt32 {
    while true {
      let number = last.wrappingAdd(1, ordering: .relaxed).newValue
      if number != 0 { return number }
    }
  }
}
