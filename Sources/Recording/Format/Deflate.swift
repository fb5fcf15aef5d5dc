internal import CZlib

/// Bytes made smaller by zlib.
///
/// The corresponding C functions are `compress2`, `uncompress` and `crc32`.
enum Deflate {
  /// The bytes made smaller; nil when that would gain nothing.
  static func deflated(_ bytes: [UInt8]) -> [UInt8]? {
    guard bytes.count >= smallest else { return nil }
    var length = compressBound(uLong(bytes.count))
    var result = [UInt8](repeating: 0, count: Int(length))
    let code = compress2(&result, &length, bytes, uLong(bytes.count), level)
    guard code == Z_OK, length < bytes.count else { return nil }
    result.removeLast(result.count - Int(length))
    return result
  }

  /// What they were before; nil when that is not `count` bytes.
  static func inflated(_ bytes: [UInt8], count: Int) -> [UInt8]? {
    var result = [UInt8](repeating: 0, count: count)
    var length = uLong(count)
    guard uncompress(&result, &length, bytes, uLong(bytes.count)) == Z_OK, length == count else {
      return nil
    }
    return result
  }

  /// The check sum of `first`, then `second`.
  static func checksum(_ first: [UInt8], _ second: [UInt8]) -> UInt32 {
    let sum = crc32(0, first, UInt32(first.count))
    return UInt32(truncatingIfNeeded: crc32(sum, second, UInt32(second.count)))
  }

  /// Fewer bytes are not worth the trouble.
  private static let smallest = 128
  /// Of nine; higher ones take twice the time for some hundredths.
  private static let level: Int32 = 4
}
