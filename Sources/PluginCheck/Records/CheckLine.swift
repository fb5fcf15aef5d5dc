import Foundation

/// A record as a line of a file: what a list of all plugins asks for, and behind that all of it as
/// JSON, which takes a hundred times as long to read.
struct CheckLine {
  /// `format:identifier`.
  let key: String
  let library: String
  let fingerprint: String
  let verdict: CheckVerdict

  /// The line of a record; nil when a name in it would break the line.
  init?(_ record: CheckRecord) throws {
    key = record.key
    (library, fingerprint, verdict) = (record.library, record.fingerprint, record.verdict)
    let words = [key, library, fingerprint, verdict.rawValue]
    guard words.allSatisfy({ $0.utf8.allSatisfy { $0 != Self.end && $0 != Self.gap } }) else {
      return nil
    }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    json = Array(try encoder.encode(record))[...]
  }

  /// Reads a line without its end; nil when it is none.
  init?(_ line: ArraySlice<UInt8>) {
    let parts = line.split(separator: Self.gap, maxSplits: 4)
    guard parts.count == 5 else { return nil }
    let words = parts.prefix(4).map { String(decoding: $0, as: UTF8.self) }
    guard let verdict = CheckVerdict(rawValue: words[3]) else { return nil }
    (key, library, fingerprint, self.verdict) = (words[0], words[1], words[2], verdict)
    json = parts[4]
  }

  /// The line, with its end.
  var bytes: [UInt8] {
    [key, library, fingerprint, verdict.rawValue].flatMap { Array($0.utf8) + [Self.gap] }
      + json + [Self.end]
  }

  /// The record; nil when it is damaged.
  var record: CheckRecord? { try? JSONDecoder().decode(CheckRecord.self, from: Data(json)) }

  static let end = UInt8(ascii: "\n")

  private static let gap = UInt8(ascii: "\t")
  private let json: ArraySlice<UInt8>
}
