import Foundation
import Synchronization

/// A file of a take with one event a line, in the order in which they were added.
///
/// Thread: control; `drain` where a disk may take its time.
final class TakeLines<Line: Codable & Sendable>: Sendable {
  private let path: String
  private let file: Mutex<FileHandle>
  private let waiting = Mutex<[Line]>([])

  /// Makes an empty file.
  init(_ path: String) throws {
    self.path = path
    try Data().write(to: URL(fileURLWithPath: path))
    file = Mutex(try FileHandle(forWritingTo: URL(fileURLWithPath: path)))
  }

  func add(_ line: Line) { waiting.withLock { $0.append(line) } }

  /// Carries what was added to the disk.
  func drain() throws(HostError) {
    do {
      try file.withLock { file in
        let lines = waiting.withLock { lines in
          defer { lines = [] }
          return lines
        }
        var text = Data()
        let encoder = JSONEncoder()
        for line in lines { text += try encoder.encode(line) + Data("\n".utf8) }
        try file.write(contentsOf: text)
      }
    } catch {
      throw HostError(.unavailable, "\(path): cannot write: \(error.localizedDescription)")
    }
  }

  /// Reads such a file; nil when there is none.
  ///
  /// A line that cannot be read is named.
  static func read(_ path: String) throws(HostError) -> [Line]? {
    guard let data = FileManager.default.contents(atPath: path) else { return nil }
    var events: [Line] = []
    let lines = data.split(separator: UInt8(ascii: "\n"))
    for (index, line) in lines.enumerated() {
      guard let event = try? JSONDecoder().decode(Line.self, from: line) else {
        throw HostError(.unavailable, "\(path):\(index + 1): not an event of a take")
      }
      events.append(event)
    }
    return events
  }
}
