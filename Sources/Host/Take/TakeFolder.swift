import Foundation

/// The files of a take: all that is needed to play it again offline.
struct TakeFolder: Sendable {
  let path: String

  /// What it begins with.
  var header: String { path + "/take.json" }
  /// One event a line.
  var events: String { path + "/events.jsonl" }
  /// What file players had to do without, one event a line; not in older takes.
  var players: String { path + "/players.jsonl" }
  /// What came in beside samples, one event a line; not in older takes.
  var inputs: String { path + "/inputs.jsonl" }
  /// What was captured, in 32-bit floats.
  var capture: String { path + "/capture.w64" }
  /// What was played, in 32-bit floats.
  var playback: String { path + "/playback.w64" }
  /// The text of a session; 0 is the first.
  func session(_ number: Int) -> String { path + "/session-\(number).yaml" }

  /// Makes the folder; one that has something in it is refused.
  func create() throws(HostError) {
    let files = FileManager.default
    if let there = try? files.contentsOfDirectory(atPath: path), !there.isEmpty {
      throw HostError(.unavailable, "\(path) is not empty: choose another folder for the take")
    }
    do {
      try files.createDirectory(atPath: path, withIntermediateDirectories: true)
    } catch {
      throw HostError(
        .unavailable, "\(path): cannot make the folder: \(error.localizedDescription)")
    }
  }
}
