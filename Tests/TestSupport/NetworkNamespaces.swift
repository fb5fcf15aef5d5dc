import Foundation

/// Two network namespaces with a cable between them: two machines, as far as a network goes.
///
/// Each has an address and a way for multicast, and nothing else: not even the other's host.
public final class NetworkNamespaces: Sendable {
  /// Whether this process may make some: for `.enabled(if:)`.
  public static var isPossible: Bool {
    guard getuid() == 0, Tools.isInstalled("ip"),
      let probe = try? NetworkNamespaces()
    else { return false }
    return probe.first != probe.second
  }

  /// What could not be done.
  public struct Failure: Error, CustomStringConvertible {
    /// The command, in one line.
    public let description: String
  }

  /// The name of one.
  public let first: String
  /// The name of the other.
  public let second: String

  /// Makes both.
  public init() throws {
    let tag = UUID().uuidString.prefix(8).lowercased()
    first = "tactus-\(tag)-a"
    second = "tactus-\(tag)-b"
    try Self.ip("netns", "add", first)
    try Self.ip("netns", "add", second)
    // Where both ends are moved at once, no name can be taken in the namespace of this process.
    try Self.ip(
      "link", "add", "cable", "netns", first, "type", "veth", "peer", "name", "cable", "netns",
      second)
    for (namespace, address) in [(first, "10.9.8.1/24"), (second, "10.9.8.2/24")] {
      try Self.ip("-n", namespace, "link", "set", "lo", "up")
      try Self.ip("-n", namespace, "address", "add", address, "dev", "cable")
      try Self.ip("-n", namespace, "link", "set", "cable", "up")
      try Self.ip("-n", namespace, "route", "add", "224.0.0.0/4", "dev", "cable")
    }
  }

  deinit {
    for name in [first, second] { try? Self.ip("netns", "delete", name) }
  }

  /// What to put before a command that is to run in a namespace.
  public static func entering(_ namespace: String) -> [String] {
    ["ip", "netns", "exec", namespace]
  }

  private static func ip(_ arguments: String...) throws {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["ip"] + arguments
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw Failure(description: "ip \(arguments.joined(separator: " "))")
    }
  }
}
