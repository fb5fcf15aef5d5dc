import Glibc

/// A channel's peak as a bar in decibels, with a mark at its hold.
struct LevelBar: Sendable, Equatable {
  /// Linear, 1 is full scale.
  let peak: Float
  /// Linear, 1 is full scale.
  let hold: Float

  /// The left end of the bar; the right end is full scale.
  static let floorDecibels = -60.0

  static func decibels(_ linear: Float) -> Double { 20 * log10(Double(abs(linear))) }

  /// How a level is judged.
  static func style(of decibels: Double) -> Style {
    switch decibels {
    case ..<(-6): .good
    case ..<0: .caution
    default: .alarm
    }
  }

  func line(width: Int, glyphs: GlyphSet) -> StyledLine {
    guard width > 0 else { return StyledLine() }
    let fills = glyphs.levelFills
    let parts = Int((Self.share(of: peak) * Double(width * fills.count)).rounded())
    let holdCell = Self.holdCell(of: hold, width: width)
    var line = StyledLine()
    for cell in 0..<width {
      let filled = min(max(0, parts - cell * fills.count), fills.count)
      if cell == holdCell, filled < fills.count {
        line.append(glyphs.levelHold, style(ofCell: cell, width: width))
      } else if filled > 0 {
        line.append(fills[filled - 1], style(ofCell: cell, width: width))
      } else {
        line.append(glyphs.levelRest, .faint)
      }
    }
    return line
  }

  /// Where on the bar a level is, from 0 to 1; what is not a number is nowhere.
  private static func share(of linear: Float) -> Double {
    let decibels = decibels(linear)
    return decibels > floorDecibels ? min(1, 1 - decibels / floorDecibels) : 0
  }

  private static func holdCell(of hold: Float, width: Int) -> Int? {
    let share = share(of: hold)
    return share > 0 ? min(width - 1, Int(share * Double(width))) : nil
  }

  /// Judges the level at the middle of a cell; the last one tells what is beyond full scale.
  private func style(ofCell cell: Int, width: Int) -> Style {
    if cell == width - 1, max(abs(peak), abs(hold)) >= 1 { return .alarm }
    return Self.style(of: Self.floorDecibels * (1 - (Double(cell) + 0.5) / Double(width)))
  }
}
