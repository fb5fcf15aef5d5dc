import Meter

/// The last page: what was measured on this machine.
struct ResultsScreen {
  let machine: DemoMachine
  let results: [DemoResult]
  let glyphs: GlyphSet

  /// As many lines as there are rows, each as wide as the terminal.
  func lines(size: MeterSize) -> [StyledLine] {
    let width = max(1, size.columns - 2)
    let head = [
      StyledLine(
        [("tactus demo  ", .title), ("What was measured on this machine", .strong)], width: width,
        glyphs: glyphs),
      StyledLine(
        [(machine.description, machine.hasRealtime ? .dim : .caution)], width: width,
        glyphs: glyphs),
    ]
    let footer = ScreenFrame.footer(width: width, glyphs: glyphs)
    let body = body(width: width, rows: size.rows - head.count - 1)
    let empty = Array(
      repeating: StyledLine([], width: width, glyphs: glyphs),
      count: max(0, size.rows - head.count - body.count - 1))
    return ScreenFrame.framed(head + body + empty + [footer], size: size, glyphs: glyphs)
  }

  /// All figures where there is room, else the first of each page.
  private func body(width: Int, rows: Int) -> [StyledLine] {
    let grids = results.map {
      FigureGrid(figures: $0.figures, width: width, glyphs: glyphs)
    }
    let wanted = grids.map(\.rowCount)
    // A heading for each.
    var rest = max(0, rows - results.count)
    var given = grids.map { _ in 0 }
    while rest > 0 {
      let open = grids.indices.filter { given[$0] < wanted[$0] }
      guard let place = open.min(by: { given[$0] < given[$1] }) else { break }
      given[place] += 1
      rest -= 1
    }
    return results.indices.flatMap { place -> [StyledLine] in
      let hidden = grids[place].figures.count - grids[place].count(in: given[place])
      let more: [(text: String, style: Style)] =
        hidden > 0 ? [("\(hidden) more when you leave", .dim)] : []
      let heading = StyledLine(
        [(results[place].title, .title)], right: more, width: width, glyphs: glyphs)
      return [heading] + grids[place].lines(rows: given[place])
    }
  }
}
