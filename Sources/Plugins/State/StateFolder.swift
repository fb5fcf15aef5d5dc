internal import CRealtime
package import Foundation
internal import Glibc

/// Replaces the folder of a state in one step.
package enum StateFolder {
  /// The files that tell that a folder is one that a state was saved in.
  package static let marks = [ParameterFile.name, "state.ttl"]

  /// The state of the file that a folder's state is in, as far as its size and time tell.
  package static func fingerprint(of path: String) -> String {
    var fingerprint = FileFingerprint()
    for name in marks { fingerprint.add("\(path)/\(name)") }
    return fingerprint.text
  }

  /// Has `body` fill a new folder beside `folder`, which then takes its name.
  ///
  /// Refuses, before `body` is asked, to replace what no state was saved in. When `body` throws,
  /// nothing has changed. A folder that is a link stays one: what it leads to is replaced.
  package static func write(
    to folder: URL, _ body: (URL) throws(PluginError) -> Void
  ) throws(PluginError) {
    let target = folder.standardizedFileURL.resolvingSymlinksInPath()
    try checkIsReplaceable(target.path)
    let parent = target.deletingLastPathComponent()
    let new = parent.appending(path: ".\(target.lastPathComponent).\(UUID().uuidString)")
    do {
      try FileManager.default.createDirectory(at: new, withIntermediateDirectories: true)
    } catch {
      throw PluginError(
        .failed, "\(target.path) cannot be made: \(error.localizedDescription)")
    }
    // Holds the old one, once they have changed places.
    defer { try? FileManager.default.removeItem(at: new) }
    try body(new.resolvingSymlinksInPath())
    try exchange(new.path, target.path)
  }

  private static func checkIsReplaceable(_ path: String) throws(PluginError) {
    var isDirectory: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) else { return }
    guard isDirectory.boolValue else {
      throw PluginError(.failed, "\(path) is a file: a state is saved to a folder of its own")
    }
    let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? ["unreadable"]
    guard names.isEmpty || names.contains(where: marks.contains) else {
      throw PluginError(
        .failed,
        "\(path) holds other files: a state is saved to a folder of its own, which it replaces")
    }
  }

  private static func exchange(_ new: String, _ target: String) throws(PluginError) {
    // Two folders change places; where there is none, the new one gets the name.
    if rt_exchange_paths(new, target) == 0 || rename(new, target) == 0 { return }
    // Not every file system can exchange.
    let old = "\(new).old"
    defer { try? FileManager.default.removeItem(atPath: old) }
    if rename(target, old) == 0, rename(new, target) == 0 { return }
    let reason = String(cString: strerror(errno))
    rename(old, target)
    throw PluginError(.failed, "\(target) cannot be replaced: \(reason)")
  }
}
