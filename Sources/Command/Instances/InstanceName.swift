import ArgumentParser

/// A host's name among several: what `tactus meter` and other programs find it by.
struct InstanceName: ExpressibleByArgument, Equatable, CustomStringConvertible {
  /// In bytes: the path of a socket that has it in it must not become too long.
  static let longest = 48

  let description: String

  /// nil for what is no name; a number would be taken for a process.
  init?(argument: String) {
    guard let first = argument.utf8.first, Self.isAlphanumeric(first),
      argument.utf8.count <= Self.longest, argument.utf8.allSatisfy(Self.mayHold),
      Int(argument) == nil
    else { return nil }
    description = argument
  }

  private static func isAlphanumeric(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "a")...UInt8(ascii: "z"):
      true
    default: false
    }
  }

  private static func mayHold(_ byte: UInt8) -> Bool {
    isAlphanumeric(byte) || "._-@:+".utf8.contains(byte)
  }
}
