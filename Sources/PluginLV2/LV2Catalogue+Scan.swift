import Plugins

extension LV2Catalogue {
  /// What every bundle holds, in the order of the path; reads those that changed since last time.
  func scan() -> [PluginCache.Entry] {
    let bundles = LV2Bundle.all(in: directories)
    let known = cache?.entries(of: .lv2, edition: Self.edition) ?? [:]
    var entries: [String: PluginCache.Entry] = [:]
    var changed: [LV2Bundle] = []
    for bundle in bundles {
      let fingerprint = bundle.fingerprint
      if let entry = known[bundle.path], entry.fingerprint == fingerprint {
        entries[bundle.path] = entry
      } else {
        entries[bundle.path] = PluginCache.Entry(fingerprint: fingerprint)
        changed.append(bundle)
      }
    }
    if !changed.isEmpty {
      Self.read(changed, among: bundles, into: &entries)
    }
    if entries != known {
      cache?.store(entries, of: .lv2, edition: Self.edition)
    }
    return bundles.compactMap { entries[$0.path] }
  }

  /// Which features a descriptor misses depends on those we have.
  private static let edition = LV2URI.supportedFeatures.sorted().joined(separator: " ")

  private static func read(
    _ changed: [LV2Bundle], among bundles: [LV2Bundle],
    into entries: inout [String: PluginCache.Entry]
  ) {
    var sound: [LV2Bundle] = []
    for bundle in changed {
      if let problem = bundle.problem {
        entries[bundle.path]?.problems.append(problem)
      } else {
        sound.append(bundle)
      }
    }
    // Bundles without plugins may hold the specifications that name units and classes.
    let wanted = Set(sound.map(\.path))
    let context = bundles.filter { bundle in
      !wanted.contains(bundle.path)
        && entries[bundle.path].map { $0.plugins.isEmpty && $0.problems.isEmpty } ?? false
    }
    for (path, plugin) in LV2World(sound + context).withReader({ $0.everything() }) {
      switch plugin {
      case .success(let descriptor): entries[path]?.plugins.append(descriptor)
      case .failure(let problem): entries[path]?.problems.append(problem)
      }
    }
  }
}

extension LV2Reader {
  /// Every plugin or what is wrong with it, and the bundle it is in.
  fileprivate func everything() -> [(path: String, plugin: Result<PluginDescriptor, PluginProblem>)]
  {
    plugins.map { plugin in
      if let problem = problem(plugin) { return (bundle(plugin), .failure(problem)) }
      return (bundle(plugin), .success(descriptor(plugin)))
    }
  }

  /// The first few URIs that contain `identifier`, or are contained in it, in any case.
  func uris(like identifier: String) -> [String] {
    let wanted = identifier.lowercased()
    guard !wanted.isEmpty else { return [] }
    let near = plugins.map(uri).filter { uri in
      uri.lowercased().contains(wanted) || wanted.contains(uri.lowercased())
    }
    return Array(near.sorted().prefix(3))
  }
}
