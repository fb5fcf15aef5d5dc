import Glibc

/// Tells what is read, and before that what might end the process.
public struct ScanTeller {
  /// Where a child finds the pipe to its parent.
  public static let descriptor: Int32 = 3

  /// Writes to a descriptor; what libraries print goes elsewhere.
  public init(descriptor: Int32 = descriptor) {
    tell = { Self.write($0.frame[...], to: descriptor) }
  }

  /// Hands over to whom it may concern in this process.
  package init(_ hear: @escaping (ScanMessage) -> Void) { tell = hear }

  /// Tells one thing.
  package let tell: (ScanMessage) -> Void

  /// Writes all of it; ends the process when nobody listens any more.
  private static func write(_ bytes: ArraySlice<UInt8>, to descriptor: Int32) {
    var bytes = bytes
    while !bytes.isEmpty {
      let count = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno != EINTR { _exit(74) }
      bytes = bytes.dropFirst(max(0, count))
    }
  }
}
