public import Foundation
public import Plugins
import Synchronization

/// The plugins that failed too often to be started again, in a file.
///
/// A file that is missing or damaged counts as empty.
///
/// Thread: control.
public struct Quarantine: Sendable {
  /// A plugin and why it is here.
  public struct Entry: Codable, Equatable, Sendable {
    /// Its interface.
    public var format: PluginFormat
    /// What a session names it by.
    public var identifier: String
    /// What it did last, such as `crashed with SIGSEGV`.
    public var reason: String
    /// When it came here, in UTC, as ISO 8601 has it.
    public var date: String
  }

  /// A quarantine in this file, which is made when a plugin comes in.
  public init(file: URL) { self.file = file }

  /// The user's: `$XDG_STATE_HOME/tactus/quarantine.json`, else below `~/.local/state`.
  public static var standard: Quarantine {
    let base =
      ProcessInfo.processInfo.environment["XDG_STATE_HOME"]
      .flatMap { $0.hasPrefix("/") ? URL(filePath: $0) : nil }
      ?? FileManager.default.homeDirectoryForCurrentUser.appending(path: ".local/state")
    return Quarantine(file: base.appending(path: "tactus/quarantine.json"))
  }

  /// Where it is kept.
  public let file: URL

  /// All plugins in it, sorted by identifier.
  public var entries: [Entry] {
    guard let data = try? Data(contentsOf: file),
      let body = try? JSONDecoder().decode(Body.self, from: data), body.version == Body.version
    else { return [] }
    return body.plugins.sorted {
      ($0.identifier, $0.format.rawValue) < ($1.identifier, $1.format.rawValue)
    }
  }

  /// Why a plugin is in it; nil when it is not.
  public func entry(_ format: PluginFormat, _ identifier: String) -> Entry? {
    entries.first { $0.format == format && $0.identifier == identifier }
  }

  /// Brings a plugin in.
  ///
  /// Throws when the file cannot be written.
  public func add(_ format: PluginFormat, _ identifier: String, reason: String) throws {
    try change { entries in
      entries.removeAll { $0.format == format && $0.identifier == identifier }
      entries.append(
        Entry(
          format: format, identifier: identifier, reason: reason,
          date: Date().formatted(.iso8601)))
    }
  }

  /// Lets out those `isOut` says; returns them.
  ///
  /// Throws when the file cannot be written.
  @discardableResult
  public func remove(where isOut: (Entry) -> Bool) throws -> [Entry] {
    let out = entries.filter(isOut)
    if !out.isEmpty { try change { $0.removeAll(where: isOut) } }
    return out
  }

  private func change(_ body: (inout [Entry]) -> Void) throws {
    try Self.changing.withLock { _ in
      var entries = entries
      body(&entries)
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Self.encoder.encode(Body(version: Body.version, plugins: entries))
        .write(to: file, options: .atomic)
    }
  }

  private struct Body: Codable {
    static let version = 1
    var version: Int
    var plugins: [Entry]
  }

  private static let changing = Mutex(())

  private static var encoder: JSONEncoder {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return encoder
  }
}
