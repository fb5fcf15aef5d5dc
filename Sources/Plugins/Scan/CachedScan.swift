/// A format's libraries or bundles, read again only where they changed since last time.
package struct CachedScan<Reader: PluginLibraryReader> {
  /// Creates a scan; what was read last time is of use where its `edition` was the same.
  ///
  /// Without a scanner libraries are read in this process.
  package init(
    _ format: PluginFormat, directories: [String], edition: String, cache: PluginCache?,
    scanner: PluginScanner?
  ) {
    self.format = format
    self.directories = directories
    self.edition = scanner == nil ? edition : "\(edition) opened"
    self.cache = cache
    self.scanner = scanner
  }

  /// What was read last time, by path, and whether some of it has changed or gone.
  package func stored(
    _ fingerprints: [String: String]
  ) -> (unchanged: [String: PluginCache.Entry], isComplete: Bool) {
    let stored = cache?.entries(of: format, edition: edition) ?? [:]
    let unchanged = stored.filter { path, entry in
      fingerprints[path].map { state($0, of: entry) == entry.fingerprint } ?? false
    }
    return (unchanged, unchanged.count >= max(fingerprints.count, stored.count))
  }

  /// Reads what is at the paths, whose states the fingerprints are.
  package func read(
    _ paths: [String], _ fingerprints: [String: String]
  ) throws(PluginError) -> [String: PluginCache.Entry] {
    var entries: [String: PluginCache.Entry] = [:]
    for (path, findings) in try read(paths) {
      var entry = PluginCache.Entry(
        fingerprint: "", plugins: findings.plugins, problems: findings.problems)
      entry.fingerprint = state(fingerprints[path] ?? "", of: entry)
      entries[path] = entry
    }
    return entries
  }

  /// Keeps what was read for the next time.
  package func store(_ entries: [String: PluginCache.Entry]) {
    cache?.store(entries, of: format, edition: edition)
  }

  private let format: PluginFormat
  private let directories: [String]
  private let edition: String
  private let cache: PluginCache?
  private let scanner: PluginScanner?
  private let loader = LoaderState.fingerprint

  /// What could not be loaded may lack a library that was installed since.
  private func state(_ fingerprint: String, of entry: PluginCache.Entry) -> String {
    entry.problems.isEmpty ? fingerprint : fingerprint + loader
  }

  private func read(_ paths: [String]) throws(PluginError) -> [String: ScanFindings] {
    if let scanner { return try scanner.scan(format, paths, directories: directories) }
    var found: [String: ScanFindings] = [:]
    var request = ScanRequest(paths: paths, directories: directories)
    request.opensLibraries = false
    withoutActuallyEscaping({ (message: ScanMessage) in
      if case .read(let path, let findings) = message { found[path] = findings }
    }) { Reader.read(request, ScanTeller($0)) }
    return found
  }
}
