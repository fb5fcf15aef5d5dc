public import Foundation
public import Plugins

/// The records of the last checks or audits, in a file beside the cache of plugins.
///
/// A file that is missing or damaged counts as empty. A new file replaces the old one in a single
/// rename; of two programs that write at once, the later one's records of a plugin count.
public struct CheckFile: Sendable {
  /// The records of checks.
  public static var checks: CheckFile { CheckFile(named: "checks.json") }
  /// The records of audits.
  public static var audits: CheckFile { CheckFile(named: "audits.json") }

  /// A file of a folder; that of the user's cache unless a test is.
  public init(named name: String, in directory: URL = PluginCache.standard.directory) {
    file = directory.appending(path: name)
  }

  /// Where it is.
  public let file: URL

  /// The records, by `format:identifier`; those of plugins that have changed since are left out.
  ///
  /// Thread: control.
  public var records: [String: CheckRecord] { all.filter { $0.value.isCurrent } }

  /// The record of one plugin as it is now.
  public func record(of descriptor: PluginDescriptor) -> CheckRecord? {
    all[Self.key(descriptor.format, descriptor.identifier)].flatMap { $0.isCurrent ? $0 : nil }
  }

  /// Adds records, or puts them in the place of older ones; says whether that worked.
  @discardableResult
  public func add(_ records: [CheckRecord]) -> Bool {
    let new = records.map { (Self.key($0.format, $0.identifier), $0) }
    let merged = all.merging(new) { $1 }
    do {
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
      try encoder.encode(merged).write(to: file, options: .atomic)
      return true
    } catch {
      return false
    }
  }

  private static func key(_ format: PluginFormat, _ identifier: String) -> String {
    "\(format.rawValue):\(identifier)"
  }

  private var all: [String: CheckRecord] {
    guard let data = try? Data(contentsOf: file) else { return [:] }
    return (try? JSONDecoder().decode([String: CheckRecord].self, from: data)) ?? [:]
  }
}
