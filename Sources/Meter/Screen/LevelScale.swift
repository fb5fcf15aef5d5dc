/// The decibels above the level bars.
enum LevelScale {
  /// In order of importance; what does not fit is left out.
  private static let marks = [0, -60, -20, -40, -10, -30, -50, -3, -6]

  /// The scale above a bar of `width` cells, but for its first ones when they are taken.
  static func line(width: Int, from first: Int = 0) -> StyledLine {
    var cells = Array(repeating: Character(" "), count: max(0, width))
    for mark in marks {
      place("\(mark)", at: Double(mark) / LevelBar.floorDecibels, in: &cells, from: first)
    }
    return StyledLine(String(cells), .dim)
  }

  /// Writes a mark around its place when there is room and air for it.
  private static func place(
    _ text: String, at distance: Double, in cells: inout [Character], from first: Int
  ) {
    let middle = Int((Double(cells.count) * (1 - distance)).rounded())
    let start = min(max(0, middle - text.count / 2), cells.count - text.count)
    guard start >= max(0, first) else { return }
    let air = max(0, start - 1)..<min(cells.count, start + text.count + 1)
    guard cells[air].allSatisfy({ $0 == " " }) else { return }
    cells.replaceSubrange(start..<(start + text.count), with: text)
  }
}
