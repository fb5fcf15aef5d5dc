/// What the user can point at.
enum MeterTarget: Sendable, Equatable {
  case page(MeterPage)
  case queue(String)
  case node(String)
  case cause(UInt64)
  /// An entry of the timer's.
  case item(Int)
  /// An entry of the menu of snapshots.
  case snapshot(Int)
}

/// A row of a page: a line, and what it stands for.
struct PageRow: Sendable, Equatable {
  var line: StyledLine
  var target: MeterTarget?
  var isSelected = false

  init(_ line: StyledLine = StyledLine(), target: MeterTarget? = nil, isSelected: Bool = false) {
    self.line = line
    self.target = target
    self.isSelected = isSelected
  }
}

/// The screen: as many lines as the terminal has rows, and what can be pointed at.
public struct MeterPicture: Sendable, Equatable {
  /// The lines from the top, each exactly as wide as the terminal.
  public internal(set) var lines: [StyledLine] = []
  var places: [Place] = []

  struct Place: Sendable, Equatable {
    let row: Int
    let columns: Range<Int>
    let target: MeterTarget
  }

  /// What is on a cell, counted from 0.
  func target(row: Int, column: Int) -> MeterTarget? {
    places.first { $0.row == row && $0.columns.contains(column) }?.target
  }
}
