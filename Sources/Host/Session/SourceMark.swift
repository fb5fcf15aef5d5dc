/// A place in a text file, counted from 1 as editors do.
public struct SourceMark: Sendable, Hashable, Comparable {
  /// Creates a mark.
  public init(line: Int, column: Int) {
    self.line = line
    self.column = column
  }

  /// The line, from 1.
  public var line: Int
  /// The column in characters, from 1.
  public var column: Int

  /// The start of a file.
  public static let start = SourceMark(line: 1, column: 1)

  /// Whether `left` stands before `right`.
  public static func < (left: SourceMark, right: SourceMark) -> Bool {
    (left.line, left.column) < (right.line, right.column)
  }
}
