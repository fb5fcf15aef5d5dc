import ArgumentParser
import Foundation

/// What a command found out: a value that is shown as data or as text for people.
protocol Report: Encodable {
  /// The text, in lines of at most `columns` where that can be; nil means there is no limit.
  func text(columns: Int?) -> String
}

/// The options of every command that reports.
struct ReportOptions: ParsableArguments {
  @Flag(help: "Print JSON with sorted keys instead of text.")
  var json = false
}

/// A value as JSON, the same for the same value.
enum JSONText {
  static func of(_ value: some Encodable) throws -> String {
    try text(of: value, .prettyPrinted)
  }

  /// The value in one line.
  static func line(of value: some Encodable) throws -> String { try text(of: value, []) }

  private static func text(
    of value: some Encodable, _ formatting: JSONEncoder.OutputFormatting
  ) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = formatting.union([.sortedKeys, .withoutEscapingSlashes])
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return String(decoding: try encoder.encode(value), as: UTF8.self)
  }
}
