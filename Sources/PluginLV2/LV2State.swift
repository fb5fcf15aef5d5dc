import CLilv
import Foundation
import Plugins

/// What an LV2 plugin saved by `state:interface`, and the files it made for that.
///
/// Files it only refers to are meant by their absolute paths.
///
/// Thread: control.
final class LV2State: PluginState, @unchecked Sendable {
  // Unchecked: nothing of it changes; lilv reads it in the world's turn.

  /// The plugin.
  let uri: String
  private let state: OpaquePointer
  private let world: LV2World
  /// Where the plugin's files are; a directory once it made one.
  private let folder: URL

  /// Has an instance save its state; nil when lilv cannot have it.
  ///
  /// It may run meanwhile: `save` may be called beside the functions of the audio class. The
  /// corresponding C function is `lilv_state_new_from_instance`.
  init?(
    of instance: UnsafeMutablePointer<LilvInstance>, _ uri: String, in world: LV2World,
    map: URIDMap, _ features: LV2Features
  ) {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("tactus-state-\(UUID().uuidString)")
    let saved = world.withReader { reader -> Saved? in
      var mapFeature = map.mapFeature
      return reader.plugin(uri).flatMap { plugin in
        lilv_state_new_from_instance(
          plugin, instance, &mapFeature, folder.path, nil, nil, folder.path, nil, nil, Self.flags,
          features.pointers.baseAddress)
      }.map(Saved.init)
    }
    guard let saved else { return nil }
    (self.uri, self.world, self.folder, state) = (uri, world, folder, saved.state)
  }

  deinit {
    world.withReader { _ in lilv_state_free(state) }
    try? FileManager.default.removeItem(at: folder)
  }

  func isSame(as other: any PluginState) -> Bool {
    guard let other = other as? LV2State, other.uri == uri else { return false }
    return world.withReader { _ in lilv_state_equals(state, other.state) }
  }

  /// Has an instance of the plugin restore it; the instance is not run meanwhile.
  ///
  /// The corresponding C function is `lilv_state_restore`.
  func restore(to instance: UnsafeMutablePointer<LilvInstance>, _ features: LV2Features) {
    world.withReader { _ in
      lilv_state_restore(
        state, instance, nil, nil, Self.flags, features.pointersForRestore.baseAddress)
    }
  }

  /// It stays in this process: whatever is plain data will do.
  private static let flags = LV2_STATE_IS_POD.rawValue | LV2_STATE_IS_NATIVE.rawValue

  private struct Saved: @unchecked Sendable {
    let state: OpaquePointer
  }
}
