import Foundation

/// A take as it was written: what to begin with, and what was done when.
struct Take: Sendable {
  let folder: TakeFolder
  let header: TakeHeader
  /// In the order in which they were done.
  let events: [TakeEvent]
  /// What file players had to do without.
  let players: [PlayerEvent]
  /// What came in beside samples, in the order of frames.
  let inputs: [TakeInput]

  /// Reads a take; a line that cannot be read is named.
  init(path: String) throws(HostError) {
    folder = TakeFolder(path: path)
    header = try Self.readHeader(folder.header)
    guard let events = try TakeLines<TakeEvent>.read(folder.events) else {
      throw HostError(.unavailable, "\(folder.events) is not there: the take is not complete")
    }
    self.events = events
    players = try TakeLines.read(folder.players) ?? []
    inputs = try TakeLines.read(folder.inputs) ?? []
  }

  /// Why a replay cannot be the same everywhere, one line each.
  var doubts: [String] {
    let inexact = events.filter { !$0.isExact }
    let misses = events.filter { if case .miss = $0.action { true } else { false } }
    let unknown = players.filter { $0.happening == .unknown }
    var lines: [String] = []
    if let first = inexact.first {
      lines.append(
        "something was done while a period began: from frame \(first.frame) on the replay may differ"
      )
    }
    if let first = misses.first {
      lines.append(
        "a deadline was missed before frame \(first.frame): the replay differs from there on")
    }
    if let first = events.first(where: { $0.action == .overrun }) {
      lines.append(
        "the disk did not keep up with the take before frame \(first.frame): the replay differs")
    }
    for player in Set(unknown.map(\.node)).sorted() {
      lines.append("\(player) had to do without more than could be noted: the replay differs")
    }
    return lines
  }

  private static func readHeader(_ path: String) throws(HostError) -> TakeHeader {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw HostError(.unavailable, "\(path) is not there: this folder is no take")
    }
    guard let header = try? JSONDecoder().decode(TakeHeader.self, from: data) else {
      throw HostError(.unavailable, "\(path) is not the header of a take")
    }
    guard header.version == 1 else {
      throw HostError(.unavailable, "\(path) is of version \(header.version), not 1")
    }
    return header
  }
}
