import CLilv
import Plugins

extension LV2Reader {
  /// Every plugin or what is wrong with it, and the bundle it is in.
  func everything() -> [(path: String, plugin: Result<PluginDescriptor, PluginProblem>)] {
    plugins.map { (bundle($0), read($0)) }
  }

  /// One plugin or what is wrong with it; nil when there is none.
  func look(up identifier: String) -> Result<PluginDescriptor, PluginProblem>? {
    plugin(identifier).map(read)
  }

  private func read(_ plugin: OpaquePointer) -> Result<PluginDescriptor, PluginProblem> {
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
