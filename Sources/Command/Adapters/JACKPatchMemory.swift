import DriverJACK
import Drivers
import Foundation
import Synchronization

/// Remembers what others have done to the connections of JACK clients, by server and client.
///
/// As long as the program runs, and beyond when a session asks for it: then in a file.
final class JACKPatchMemory: Sendable {
  private let folder: URL
  private let patches = Mutex<[String: JACKPatch]>([:])

  init(folder: URL = JACKPatchMemory.stateFolder) { self.folder = folder }

  /// What is known of a client: from this run, else from the file.
  ///
  /// A file that cannot be read is taken for none. Thread: control.
  func patch(server: String, client: String, fromFile: Bool) -> JACKPatch {
    let key = Self.key(server, client)
    if let patch = patches.withLock({ $0[key] }) { return patch }
    guard fromFile, let data = try? Data(contentsOf: file(key)) else { return JACKPatch() }
    return (try? JSONDecoder().decode(JACKPatch.self, from: data)) ?? JACKPatch()
  }

  /// Notes a patch; in the file too when that is asked for.
  ///
  /// A file that cannot be written is no reason to stop: the patch is kept for this run. Thread:
  /// control.
  func note(_ patch: JACKPatch, server: String, client: String, inFile: Bool) {
    let key = Self.key(server, client)
    patches.withLock { $0[key] = patch }
    guard inFile else { return }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
    try? FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try? encoder.encode(patch).write(to: file(key), options: .atomic)
  }

  /// Where programs keep what they want to find again.
  static var stateFolder: URL {
    let environment = ProcessInfo.processInfo.environment
    let state =
      environment["XDG_STATE_HOME"].map { URL(filePath: $0) }
      ?? FileManager.default.homeDirectoryForCurrentUser.appending(path: ".local/state")
    return state.appending(path: "tactus")
  }

  private static func key(_ server: String, _ client: String) -> String {
    "jack-\(server)-\(client)".replacing("/", with: "_")
  }

  private func file(_ key: String) -> URL { folder.appending(path: "\(key).json") }
}
