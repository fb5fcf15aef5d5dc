import Foundation
import Plugins

/// Where a preset of the user's goes.
struct LV2PresetBundle {
  /// Its folder: `NAME.preset.lv2`.
  let folder: URL

  /// The bundle of a preset in `directory`, which is `~/.lv2` when it is nil.
  ///
  /// Throws when the name cannot be one, or is that of another plugin's preset.
  init(name: String, of plugin: String, in directory: URL?) throws(PluginError) {
    let text = name.trimmingCharacters(in: .whitespaces)
    guard !text.isEmpty, text == name, text.utf8.count <= 200,
      !name.contains(where: { $0.isNewline || $0 == "\0" })
    else {
      throw PluginError(.failed, "`\(name)` cannot be the name of a preset")
    }
    let directory =
      directory
      ?? FileManager.default.homeDirectoryForCurrentUser.appending(path: ".lv2")
    folder = directory.standardizedFileURL.appending(path: "\(Self.fileName(name)).preset.lv2")
    let path = folder.appending(path: LV2StateAccess.fileName).path
    guard FileManager.default.fileExists(atPath: path),
      let other = try? StateDescription(in: path).plugins.first, other != plugin
    else { return }
    throw PluginError(
      .failed, "\(folder.path) is a preset of <\(other)>: choose another name or folder")
  }

  /// The preset's own URI.
  var uri: String {
    URL(filePath: folder.path + "/" + LV2StateAccess.fileName).absoluteString
  }

  /// The name with `_` for what means something in a path.
  private static func fileName(_ name: String) -> String {
    let letters = name.map { $0 == "/" || $0 == ":" ? "_" : String($0) }.joined()
    return letters.hasPrefix(".") ? "_\(letters.dropFirst())" : letters
  }
}
