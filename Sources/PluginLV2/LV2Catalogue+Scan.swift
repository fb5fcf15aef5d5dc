import Plugins

extension LV2Catalogue {
  /// What every bundle holds, in the order of the path; reads those that changed since last time.
  func scan() throws(PluginError) -> [PluginCache.Entry] {
    let paths = LV2Bundle.all(in: directories).map(\.path)
    let fingerprints = Self.fingerprints(of: paths)
    var (entries, isComplete) = cached.stored(fingerprints)
    if !isComplete {
      entries = try update(entries, paths, fingerprints)
      cached.store(entries)
    }
    return paths.compactMap { entries[$0] }
  }

  /// What ended a child in the last scan and has not changed since, by the bundle's path.
  func readFaults() -> [String: PluginProblem] {
    guard scanner != nil else { return [:] }
    let fingerprints = Self.fingerprints(of: LV2Bundle.all(in: directories).map(\.path))
    return cached.stored(fingerprints).unchanged.compactMapValues(\.fault)
  }

  private static func fingerprints(of paths: [String]) -> [String: String] {
    Dictionary(
      paths.map { ($0, LV2Bundle(path: $0).fingerprint) }, uniquingKeysWith: { first, _ in first })
  }

  private var cached: CachedScan<LV2BundleReader> {
    CachedScan(
      .lv2, directories: directories, edition: Self.edition, cache: cache, scanner: scanner)
  }

  /// Which features a descriptor misses depends on those we have.
  private static let edition = LV2URI.supportedFeatures.sorted().joined(separator: " ")

  /// Reads what is missing in `entries`.
  ///
  /// A bundle from which no plugin came is read again as well: it may hold a plugin that a newer
  /// version elsewhere had hidden. Of two versions lilv takes the newer, so that where a plugin
  /// comes up twice the bundles that have it are read once more.
  private func update(
    _ entries: [String: PluginCache.Entry], _ paths: [String], _ fingerprints: [String: String]
  ) throws(PluginError) -> [String: PluginCache.Entry] {
    let kept = entries.filter { !$0.value.isSilent }
    let changed = try cached.read(paths.filter { kept[$0] == nil }, fingerprints)
    let merged = kept.merging(changed, uniquingKeysWith: { $1 })
    let doubtful = Self.bundlesWithPluginsOfOthers(merged)
    guard !doubtful.isEmpty else { return merged }
    let again = try cached.read(paths.filter(doubtful.contains), fingerprints)
    return merged.merging(again, uniquingKeysWith: { $1 })
  }

  private static func bundlesWithPluginsOfOthers(
    _ entries: [String: PluginCache.Entry]
  ) -> Set<String> {
    var owners: [String: [String]] = [:]
    for (path, entry) in entries {
      for plugin in entry.plugins { owners[plugin.identifier, default: []].append(path) }
    }
    return Set(owners.values.filter { $0.count > 1 }.joined())
  }
}

extension PluginCache.Entry {
  fileprivate var isSilent: Bool { plugins.isEmpty && problems.isEmpty }
}
