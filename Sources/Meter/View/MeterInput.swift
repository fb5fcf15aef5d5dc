/// A key that was pressed, or what the mouse did.
enum MeterInput: Sendable, Equatable {
  case character(Character)
  case up, down, left, right
  /// With Shift held.
  case farLeft, farRight
  case pageUp, pageDown, home, end
  case enter, escape, tab, backTab
  /// The left button went down on a cell, counted from 0.
  case press(row: Int, column: Int)
  /// The wheel was turned, up for less than 0.
  case wheel(Int)
}
