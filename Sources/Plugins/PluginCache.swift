public import Foundation

/// What was read from the plugin paths last time, so that only what changed is read again.
///
/// One file per format. A file that is missing, damaged or of another edition counts as empty, and
/// one that cannot be written is left out: a cache is never a reason to fail. A new file replaces
/// the old one in a single rename, so that a reader sees one of the two.
public struct PluginCache: Sendable {
  /// What one bundle or library held.
  package struct Entry: Equatable, Sendable {
    /// The state of the files it was read from.
    package var fingerprint: String
    /// The plugins in it.
    package var plugins: [PluginDescriptor]
    /// What was wrong with it.
    package var problems: [PluginProblem]

    /// What ended the process that read it.
    package var fault: PluginProblem? { problems.first(where: \.isFault) }

    package init(
      fingerprint: String, plugins: [PluginDescriptor] = [], problems: [PluginProblem] = []
    ) {
      self.fingerprint = fingerprint
      self.plugins = plugins
      self.problems = problems
    }
  }

  /// Creates a cache below `directory`, which is made when something is first stored.
  public init(directory: URL) {
    self.directory = directory
  }

  /// The user's cache: `$XDG_CACHE_HOME/tactus`, else `~/.cache/tactus`.
  public static var standard: PluginCache {
    let environment = ProcessInfo.processInfo.environment
    let base =
      environment["XDG_CACHE_HOME"].flatMap { $0.hasPrefix("/") ? URL(filePath: $0) : nil }
      ?? FileManager.default.homeDirectoryForCurrentUser.appending(path: ".cache")
    return PluginCache(directory: base.appending(path: "tactus"))
  }

  /// Where its files are.
  public let directory: URL

  /// The file of one format's plugins.
  public func file(for format: PluginFormat) -> URL {
    directory.appending(path: "plugins-\(format.rawValue).cache")
  }

  /// Forgets everything, so that all plugins are read again.
  public func clear() {
    for format in PluginFormat.allCases {
      try? FileManager.default.removeItem(at: file(for: format))
    }
  }

  /// The entries by path; none unless the file was stored with the same `edition`.
  package func entries(of format: PluginFormat, edition: String) -> [String: Entry] {
    guard let data = try? Data(contentsOf: file(for: format)),
      let file = PluginCacheFile([UInt8](data)), file.edition == edition
    else { return [:] }
    return file.entries
  }

  /// Replaces the entries of one format; says whether that worked.
  @discardableResult
  package func store(_ entries: [String: Entry], of format: PluginFormat, edition: String) -> Bool {
    do {
      try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
      let bytes = PluginCacheFile(edition: edition, entries: entries).bytes
      try Data(bytes).write(to: file(for: format), options: .atomic)
      return true
    } catch {
      return false
    }
  }
}
