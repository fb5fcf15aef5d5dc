import Telemetry

/// The DSP load: a bar, its numbers and its history.
struct LoadLines {
  let load: LoadStatus
  let glyphs: GlyphSet

  /// The line with the bar, and below it `graphRows` rows of history; without such rows the history
  /// stands beside the bar.
  func lines(width: Int, graphRows: Int) -> [StyledLine] {
    let graph = HistoryGraph(history: load.history, glyphs: glyphs)
    guard graphRows > 0 else {
      let historyWidth = width < 60 ? 0 : (width - 30) / 2
      var line = bar(width: width - (historyWidth > 0 ? historyWidth + 2 : 0))
      if historyWidth > 0 { line.append("  ") }
      line.append(graph.lines(width: historyWidth, height: 1)[0])
      return [line]
    }
    let lines = graph.lines(width: width - Self.axis.cells, height: graphRows)
    let axes = [Self.axis] + Array(repeating: StyledLine(), count: graphRows - 1)
    return [bar(width: width)]
      + zip(axes, lines).map { axis, line in
        axis.fitted(to: Self.axis.cells, glyphs: glyphs).appending(line)
      }
  }

  /// Beside the top of the history.
  private static let axis = StyledLine("100 % ", .dim)

  private func bar(width: Int) -> StyledLine {
    let units = Units(glyphs: glyphs)
    var numbers = StyledLine()
    numbers.append(padded(units.percent(load.now)), LoadBar.style(of: load.now))
    numbers.append("  max", .dim)
    numbers.append(padded(units.percent(load.highest)), LoadBar.style(of: load.highest))
    var line = StyledLine("DSP  ", .title)
    line.append(
      LoadBar(share: load.now).line(
        width: max(0, width - line.cells - numbers.cells), glyphs: glyphs))
    line.append(numbers)
    return line.fitted(to: width, glyphs: glyphs)
  }

  private func padded(_ text: String) -> String {
    String(repeating: " ", count: max(0, 7 - text.count)) + text
  }
}
