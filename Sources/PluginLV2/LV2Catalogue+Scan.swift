import Plugins

extension LV2Catalogue {
  /// What every bundle holds, in the order of the path; reads those that changed since last time.
  func scan() -> [PluginCache.Entry] {
    let bundles = LV2Bundle.all(in: directories)
    let fingerprints = Dictionary(
      bundles.map { ($0.path, $0.fingerprint) }, uniquingKeysWith: { first, _ in first })
    let stored = cache?.entries(of: .lv2, edition: Self.edition) ?? [:]
    var entries = stored.filter { fingerprints[$0.key] == $0.value.fingerprint }
    if entries.count < max(fingerprints.count, stored.count) {
      entries = Self.update(entries, bundles, fingerprints)
      cache?.store(entries, of: .lv2, edition: Self.edition)
    }
    return bundles.compactMap { entries[$0.path] }
  }

  /// Which features a descriptor misses depends on those we have.
  private static let edition = LV2URI.supportedFeatures.sorted().joined(separator: " ")

  /// Reads what is missing in `entries`.
  ///
  /// A bundle from which no plugin came is read again as well: it may name units and classes, or
  /// hold a plugin that a newer version elsewhere had hidden. Of two versions lilv takes the newer
  /// when it sees both, so that a plugin that comes up twice means to read all together.
  private static func update(
    _ entries: [String: PluginCache.Entry], _ bundles: [LV2Bundle], _ fingerprints: [String: String]
  ) -> [String: PluginCache.Entry] {
    let kept = entries.filter { !$0.value.isSilent }
    let merged = kept.merging(
      read(bundles.filter { kept[$0.path] == nil }, fingerprints), uniquingKeysWith: { $1 })
    let identifiers = merged.values.flatMap(\.plugins).map(\.identifier)
    return Set(identifiers).count == identifiers.count ? merged : read(bundles, fingerprints)
  }

  private static func read(
    _ bundles: [LV2Bundle], _ fingerprints: [String: String]
  ) -> [String: PluginCache.Entry] {
    var entries: [String: PluginCache.Entry] = [:]
    var sound: [LV2Bundle] = []
    for bundle in bundles {
      var entry = PluginCache.Entry(fingerprint: fingerprints[bundle.path] ?? "")
      if let problem = bundle.problem {
        entry.problems = [problem]
      } else {
        sound.append(bundle)
      }
      entries[bundle.path] = entry
    }
    for (path, plugin) in LV2World(sound).withReader({ $0.everything() }) {
      switch plugin {
      case .success(let descriptor): entries[path]?.plugins.append(descriptor)
      case .failure(let problem): entries[path]?.problems.append(problem)
      }
    }
    return entries
  }
}

extension PluginCache.Entry {
  fileprivate var isSilent: Bool { plugins.isEmpty && problems.isEmpty }
}
