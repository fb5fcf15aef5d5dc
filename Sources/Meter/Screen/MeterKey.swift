/// A key the meter's footer offers.
public struct MeterKey: Sendable, Equatable {
  /// What is pressed.
  public let character: Character
  /// What it does, in a word or two.
  public let label: String

  /// Creates a key, such as `MeterKey("q", "quit")`.
  public init(_ character: Character, _ label: String) {
    self.character = character
    self.label = label
  }
}

/// Cells of a terminal.
public struct MeterSize: Sendable, Equatable {
  /// Cells from left to right.
  public let columns: Int
  /// Lines from top to bottom.
  public let rows: Int

  /// Creates a size.
  public init(columns: Int, rows: Int) {
    self.columns = columns
    self.rows = rows
  }
}
