import CLilv
import Foundation
import Plugins

// The states that belong to the caller are freed by `lilv_state_free`.
extension LV2Reader {
  /// The state a plugin's data gives as the first one, to be freed; nil when it gives none.
  func defaultState(of uri: String, _ map: URIDMap) -> OpaquePointer? {
    with(LV2URI.state) { predicate in
      with(uri) { subject in
        guard lilv_world_ask(world, subject, predicate, nil) else { return nil }
        var mapFeature = map.mapFeature
        return lilv_state_new_from_world(world, &mapFeature, subject)
      }
    }
  }

  /// Whether a plugin can restore a state while it runs.
  func restoresThreadSafely(_ plugin: OpaquePointer) -> Bool {
    with(LV2URI.threadSafeRestore) { lilv_plugin_has_feature(plugin, $0) } ?? false
  }

  /// The state of a plugin in a folder, to be freed.
  func state(
    in folder: URL, of uri: String, _ map: URIDMap
  ) throws(PluginError) -> SendablePointer {
    let path = try Self.checkState(in: folder, of: uri)
    var mapFeature = map.mapFeature
    guard let state = lilv_state_new_from_file(world, &mapFeature, nil, path) else {
      throw PluginError(.failed, "\(path) does not hold the state of a plugin")
    }
    return SendablePointer(pointer: state)
  }

  /// Throws why a folder is no whole state of a plugin; gives its file.
  @discardableResult
  static func checkState(in folder: URL, of uri: String) throws(PluginError) -> String {
    let path = folder.appending(path: LV2StateAccess.fileName).path
    try StateDescription(in: path).check(isOf: uri, in: path)
    return path
  }

  /// Performs `body` with a node of a URI; nil when it is none.
  func with<Value>(_ uri: String, _ body: (OpaquePointer) -> Value?) -> Value? {
    guard uri.contains(":"), let node = lilv_new_uri(world, uri) else { return nil }
    defer { lilv_node_free(node) }
    return body(node)
  }
}
