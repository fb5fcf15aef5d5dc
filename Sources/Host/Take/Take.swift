import Foundation

/// A take as it was written: what to begin with, and what was done when.
struct Take: Sendable {
  let folder: TakeFolder
  let header: TakeHeader
  /// In the order in which they were done.
  let events: [TakeEvent]

  /// Reads a take; a line that cannot be read is named.
  init(path: String) throws(HostError) {
    folder = TakeFolder(path: path)
    header = try Self.readHeader(folder.header)
    events = try Self.readEvents(folder.events)
  }

  /// Why a replay cannot be the same everywhere, one line each.
  var doubts: [String] {
    let inexact = events.filter { !$0.isExact }
    let misses = events.filter { if case .miss = $0.action { true } else { false } }
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

  private static func readEvents(_ path: String) throws(HostError) -> [TakeEvent] {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw HostError(.unavailable, "\(path) is not there: the take is not complete")
    }
    var events: [TakeEvent] = []
    let lines = data.split(separator: UInt8(ascii: "\n"))
    for (index, line) in lines.enumerated() {
      guard let event = try? JSONDecoder().decode(TakeEvent.self, from: line) else {
        throw HostError(.unavailable, "\(path):\(index + 1): not an event of a take")
      }
      events.append(event)
    }
    return events
  }
}
