// Control side.
import CRTWorkQ

/// Handles that stand for things of the library: a number that is neither a descriptor's nor an
/// address.
enum LibraryHandle {
  private static let mark: UInt64 = 1 << 62

  static func make(_ number: UInt64) -> HANDLE? {
    UnsafeMutableRawPointer(bitPattern: UInt(mark | number))
  }

  /// The number in a handle.
  static func number(_ handle: HANDLE?) throws(Failure) -> UInt64 {
    let word = UInt64(UInt(bitPattern: handle))
    guard word & mark != 0 else { throw Failure(Status.handle) }
    return word & ~mark
  }
}
