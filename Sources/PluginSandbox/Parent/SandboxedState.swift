// Control side.
import Foundation
import Plugins

/// What a sandboxed instance has saved for another one, in a folder that lives as long as this.
final class SandboxedState: PluginState {
  let folder: URL

  /// For a folder that is not there yet.
  init() {
    folder = FileManager.default.temporaryDirectory
      .appending(path: "tactus-state-\(UUID().uuidString)")
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  func isSame(as other: any PluginState) -> Bool {
    guard let other = other as? SandboxedState else { return false }
    return FileManager.default.contentsEqual(atPath: folder.path, andPath: other.folder.path)
  }
}
