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
