import Telemetry

/// The DSP load: a bar, its numbers and its history.
struct LoadLines {
  let load: LoadStatus
  let glyphs: GlyphSet

  /// The line with the bar, and below it `graphRows` rows of history; without such rows the history
  /// stands beside the bar.
  func lines(width: Int, graphRows: Int) -> [StyledLine] {
    guard graphRows > 0 else { return [barAndHistory(width: width)] }
    return [bar(width: width)] + history(width: width, rows: graphRows)
  }

  private func barAndHistory(width: Int) -> StyledLine {
    let historyWidth = width < 60 ? 0 : (width - 30) / 2
    var line = bar(width: width - (historyWidth > 0 ? historyWidth + 2 : 0))
    if historyWidth > 0 { line.append("  ") }
    let graph = HistoryGraph(history: load.history, glyphs: glyphs)
    line.append(graph.lines(width: historyWidth, height: 1)[0])
    return line
  }

  /// The history below an axis that grows with the load, so that a small one can be seen too.
  func history(width: Int, rows: Int) -> [StyledLine] {
    let shown = load.history.suffix(max(0, width - Self.axisCells))
    let top = HistoryGraph.top(of: Array(shown))
    let graph = HistoryGraph(history: Array(shown), glyphs: glyphs, top: top)
    let label = StyledLine(Units(glyphs: glyphs).percent(top), .dim)
    let axes = [label] + Array(repeating: StyledLine(), count: max(0, rows - 1))
    return zip(axes, graph.lines(width: width - Self.axisCells, height: rows)).map { axis, line in
      axis.fitted(to: Self.axisCells - 1, alignment: .right, glyphs: glyphs)
        .appending(StyledLine(" ")).appending(line)
    }
  }

  /// Beside the history.
  static let axisCells = 6

  private func bar(width: Int) -> StyledLine {
    let units = Units(glyphs: glyphs)
    var numbers = StyledLine()
    numbers.append(padded(units.load(load.now)), LoadBar.style(of: load.now))
    numbers.append("  max", .dim)
    numbers.append(padded(units.load(load.highest)), LoadBar.style(of: load.highest))
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
