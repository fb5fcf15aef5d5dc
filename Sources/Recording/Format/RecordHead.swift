/// What stands before each record of a file: how long it is, when it was, and a check sum.
///
/// Numbers have their lowest byte first. A version changes none of it; kinds that a reader does not
/// know are left out by it.
struct RecordHead: Equatable {
  /// A frame that can be read without those before it.
  static let key: UInt8 = 1
  /// What changed in a frame since the one before.
  static let step: UInt8 = 2

  static let byteCount = 28
  /// Longer ones are not written, and not believed.
  static let longest = 1 << 24

  var kind: UInt8
  /// The record's length in the file, without the head.
  var storedBytes: Int
  /// Its length before it was made smaller; the same when it was not.
  var packedBytes: Int
  /// When, in nanoseconds since 1970.
  var unixNanoseconds: Int64
  private(set) var checksum: UInt32 = 0

  private static let marker: [UInt8] = [firstByte, 0x54, 0x52, 0x43]
  /// What a record begins with.
  static let firstByte: UInt8 = 0xf7

  /// The head of a record.
  init(kind: UInt8, stored: [UInt8], packedBytes: Int, unixNanoseconds: Int64) {
    self.kind = kind
    storedBytes = stored.count
    self.packedBytes = packedBytes
    self.unixNanoseconds = unixNanoseconds
    checksum = Deflate.checksum(checked, stored)
  }

  /// Reads a head; nil for bytes that are none.
  init?(_ bytes: [UInt8]) {
    guard bytes.count == Self.byteCount, Array(bytes.prefix(4)) == Self.marker else { return nil }
    kind = bytes[4]
    storedBytes = Int(Self.number(bytes[8..<12]))
    packedBytes = Int(Self.number(bytes[12..<16]))
    unixNanoseconds = Int64(bitPattern: Self.number(bytes[16..<24]))
    checksum = UInt32(Self.number(bytes[24..<28]))
    guard storedBytes <= Self.longest, packedBytes <= Self.longest else { return nil }
  }

  var bytes: [UInt8] { Self.marker + checked + Self.bytes(UInt64(checksum), count: 4) }

  /// Whether this is what was written behind the head.
  func matches(_ stored: [UInt8]) -> Bool {
    stored.count == storedBytes && Deflate.checksum(checked, stored) == checksum
  }

  private var checked: [UInt8] {
    [kind, 0, 0, 0] + Self.bytes(UInt64(storedBytes), count: 4)
      + Self.bytes(UInt64(packedBytes), count: 4)
      + Self.bytes(UInt64(bitPattern: unixNanoseconds), count: 8)
  }

  private static func bytes(_ number: UInt64, count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
  }

  private static func number(_ bytes: ArraySlice<UInt8>) -> UInt64 {
    bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }
}
