public import Foundation
import Graph
import Plugins

extension AudioHost {
  /// Writes all that makes a plugin node sound as it does now into a folder, which a session names
  /// by `state:`.
  ///
  /// Throws for a node that is not there or is no plugin, and what `PluginInstance.save(to:)` throws.
  /// Thread: any of the control side; the node plays on.
  public func saveState(of node: String, to folder: URL) throws(HostError) {
    guard let found = live.nodes.first(where: { $0.name == node }) else {
      let hint = NearestName.hint(for: node, among: live.nodes.map(\.name))
      throw HostError(.unavailable, "there is no node `\(node)`\(hint)")
    }
    guard case .plugin(let instance) = found.body else {
      throw HostError(
        .unavailable, "\(node) is a built-in node: all it keeps is in its `parameters:`")
    }
    guard !found.statistics.isAbsent else {
      throw HostError(.unavailable, "\(node) does not return from its last period")
    }
    do throws(PluginError) {
      try instance.save(to: folder)
    } catch {
      throw HostError(.unavailable, "\(node): \(error.message)")
    }
  }
}
