import CLilv
import Foundation
import Plugins

/// A state of an LV2 plugin as lilv has it, and the files that belong to it.
///
/// Thread: control. The last reference may not go while its world is read.
final class LV2State: PluginState, @unchecked Sendable {
  // Unchecked: nothing of it changes; lilv reads it in the world's turn.

  /// Where the files of a state are.
  enum Files {
    /// In a folder that is removed with the state.
    case temporary(URL)
    /// In a folder that is somebody else's.
    case lasting(URL)
    /// In the bundle of a plugin or preset.
    case installed
  }

  /// The plugin.
  let uri: String
  let state: OpaquePointer
  private let files: Files
  private let world: LV2World

  /// Takes `state` over.
  init(_ state: SendablePointer, of uri: String, in world: LV2World, files: Files) {
    (self.state, self.uri, self.world, self.files) = (state.pointer, uri, world, files)
  }

  deinit {
    world.withReader { _ in lilv_state_free(state) }
    if case .temporary(let folder) = files { try? FileManager.default.removeItem(at: folder) }
  }

  /// The folder in which files are that go along when the state is saved again.
  var folder: URL? {
    switch files {
    case .temporary(let folder), .lasting(let folder): folder
    case .installed: nil
    }
  }

  /// Whether it is about more than control inputs.
  var hasProperties: Bool { world.withReader { _ in lilv_state_get_num_properties(state) > 0 } }

  /// The values of control inputs, by symbol.
  func values(_ map: URIDMap) -> [String: Float] {
    world.withReader { _ in PortValues(of: state, map).values }
  }

  func isSame(as other: any PluginState) -> Bool {
    guard let other = other as? LV2State, other.uri == uri else { return false }
    return world.withReader { _ in lilv_state_equals(state, other.state) }
  }
}

/// A pointer from one world's turn to its next.
struct SendablePointer: @unchecked Sendable {
  let pointer: OpaquePointer
}
