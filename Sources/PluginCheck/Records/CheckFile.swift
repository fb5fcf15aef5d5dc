public import Foundation
public import Plugins

/// The records of the last checks or audits, in a file beside the cache of plugins.
///
/// A file that is missing or damaged counts as empty. A new file replaces the old one in a single
/// rename; of two programs that write at once, the later one's records of a plugin count. Thread:
/// control.
public struct CheckFile: Sendable {
  /// The records of checks.
  public static var checks: CheckFile { CheckFile(named: "checks") }
  /// The records of audits.
  public static var audits: CheckFile { CheckFile(named: "audits") }

  /// A file of a folder; that of the user's cache unless a test is.
  public init(named name: String, in directory: URL = PluginCache.standard.directory) {
    file = directory.appending(path: name)
  }

  /// Where it is.
  public let file: URL

  /// The records, by `format:identifier`; those of plugins that have changed since are left out.
  public var records: [String: CheckRecord] { current.compactMapValues(\.record) }

  /// The verdicts of the same; no record is decoded for that.
  public var verdicts: [String: CheckVerdict] { current.mapValues(\.verdict) }

  /// The record of one plugin as it is now.
  public func record(of descriptor: PluginDescriptor) -> CheckRecord? {
    lines[descriptor.key]?.record.flatMap { $0.isCurrent ? $0 : nil }
  }

  /// Adds records, or puts them in the place of older ones; says whether that worked.
  @discardableResult
  public func add(_ records: [CheckRecord]) -> Bool {
    do {
      let new = try records.compactMap(CheckLine.init).map { ($0.key, $0) }
      let merged = lines.merging(new) { $1 }.sorted { $0.key < $1.key }
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(merged.flatMap(\.value.bytes)).write(to: file, options: .atomic)
      return true
    } catch {
      return false
    }
  }

  /// Those of plugins as they are now; each library is looked at once.
  private var current: [String: CheckLine] {
    var fingerprints: [String: String] = [:]
    return lines.filter { _, line in
      let now = fingerprints[line.library] ?? CheckRecord.fingerprint(of: line.library)
      fingerprints[line.library] = now
      return line.fingerprint == now
    }
  }

  private var lines: [String: CheckLine] {
    guard let data = try? Data(contentsOf: file) else { return [:] }
    let lines = [UInt8](data).split(separator: CheckLine.end).compactMap(CheckLine.init)
    return Dictionary(lines.map { ($0.key, $0) }, uniquingKeysWith: { $1 })
  }
}
