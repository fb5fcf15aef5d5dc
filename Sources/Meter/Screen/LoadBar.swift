/// A share of something as a bar.
struct LoadBar: Sendable, Equatable {
  /// 1 is all of it.
  let share: Double
  /// What decides the colour, where the bar shows something else than that.
  var judged: Double?

  /// From here on a load is worth a look.
  static let cautionShare = 0.7

  /// How a share is judged.
  static func style(of share: Double) -> Style {
    switch share {
    case ..<cautionShare: .good
    case ..<0.9: .caution
    default: .alarm
    }
  }

  func line(width: Int, glyphs: GlyphSet) -> StyledLine {
    let (full, half, rest) = glyphs.load
    // What is not a number compares with nothing and so gives an empty bar.
    let clamped = share > 0 ? min(share, 1) : 0
    var halves = Int((clamped * Double(width) * 2).rounded())
    // Any load at all shows: an empty bar means that nothing ran.
    if clamped > 0, width > 0 { halves = max(halves, 1) }
    if half == nil { halves = (halves + 1) / 2 * 2 }
    let style = Self.style(of: judged ?? share)
    var line = StyledLine()
    line.append(repeating: full, count: halves / 2, style)
    if let half, halves % 2 == 1 { line.append(half, style) }
    line.append(repeating: rest, count: width - line.cells, .faint)
    return line
  }
}
