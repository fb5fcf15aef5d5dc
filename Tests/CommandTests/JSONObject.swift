import Foundation
import Testing

@testable import Command

/// What `--json` prints of a report, decoded.
func json(_ report: some Report) throws -> [String: Any] {
  try jsonObject(JSONText.of(report))
}

/// A JSON object that a program has printed.
func jsonObject(_ text: String) throws -> [String: Any] {
  let value = try JSONSerialization.jsonObject(with: Data(text.utf8))
  return try #require(value as? [String: Any])
}

/// Asserts that no line is wider than a terminal of 80 columns.
func expectFits(_ text: String, sourceLocation: SourceLocation = #_sourceLocation) {
  for line in text.split(whereSeparator: \.isNewline) {
    #expect(line.count <= 80, "\(line)", sourceLocation: sourceLocation)
  }
}
