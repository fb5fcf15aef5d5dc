import CLilv
import Plugins

extension LV2Reader {
  /// The plugins by the bundles they are in.
  var pluginsByBundle: [String: [OpaquePointer]] { Dictionary(grouping: plugins, by: bundle) }

  /// One plugin or what is wrong with it; nil when there is none.
  func look(up identifier: String) -> Result<PluginDescriptor, PluginProblem>? {
    plugin(identifier).map(read)
  }

  /// One plugin or what is wrong with it.
  func read(_ plugin: OpaquePointer) -> Result<PluginDescriptor, PluginProblem> {
    problem(plugin).map { .failure($0) } ?? .success(descriptor(plugin))
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
