import Control
import Foundation
import OSC

/// Inputs to begin with: every command as it is documented.
enum Seeds {
  /// Writes inputs to `seeds` in the folder, and libFuzzer's dictionary beside it.
  static func write(to folder: String) throws {
    let place = URL(fileURLWithPath: folder)
    let seeds = place.appendingPathComponent("seeds")
    try FileManager.default.createDirectory(at: seeds, withIntermediateDirectories: true)
    for (index, bytes) in all.enumerated() {
      try Data(bytes).write(to: seeds.appendingPathComponent("seed-\(index)"))
    }
    let dictionary = words.sorted().map { "\"\($0)\"\n" }.joined()
    try Data(dictionary.utf8).write(to: place.appendingPathComponent("dictionary"))
  }

  private static var all: [[UInt8]] {
    let lines = commands.enumerated().map { ControlRequest(id: Int64($0), command: $1).line }
    let requests = lines.map { [Reader.request.rawValue] + $0.dropLast() }
    let pieces = [Reader.lines.rawValue] + lines.joined().prefix(600)
    let sessions = [Reader.session.rawValue] + lines.joined()
    let packets = messages.map { [Reader.packet.rawValue] + $0.bytes }
    let bundle = OSCPacket.datagrams(messages).map { [Reader.packet.rawValue] + $0 }
    let notices = bodies.map { [Reader.notice.rawValue] + $0.utf8 }
    return requests + [pieces, sessions] + packets + bundle + notices
  }

  /// Names and fields that a line has, and what holds them together.
  private static var words: Set<String> {
    var words: Set<String> = ["{", "}", "[", "]", ":", ",", "true", "false", "null", "1e9", "-0.5"]
    words.formUnion(ControlCommand.names + StateSection.allCases.map(\.rawValue))
    words.formUnion(ControlTopic.allCases.map(\.rawValue))
    words.formUnion(["\\x0A", "\\\\u0000", "#bundle\\x00", ",ifsTFhd", "/tactus/", "%20"])
    for command in commands {
      collect(try? JSONValue(parsing: ControlRequest(id: 1, command: command).line), into: &words)
    }
    return words
  }

  private static func collect(_ value: JSONValue?, into words: inout Set<String>) {
    switch value {
    case .object(let fields)?:
      for (name, field) in fields {
        words.insert("\\\"\(name)\\\":")
        collect(field, into: &words)
      }
    case .list(let values)?: for value in values { collect(value, into: &words) }
    default: break
    }
  }
}
