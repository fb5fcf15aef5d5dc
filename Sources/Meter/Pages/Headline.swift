import Telemetry

/// The load and the state, as large as there is room, with the load's history beside them.
struct Headline {
  private let state: StateLine
  private let load: LoadStatus
  private let width: Int
  private let figure: BigText
  private let word: BigText
  /// Nil where there is room for one line only.
  private let scale: Int?
  /// Lines it takes.
  let height: Int

  private var glyphs: GlyphSet { state.glyphs }
  private static let gap = 3
  private static let leastHistory = 18

  /// The largest that leaves most of a page of `height` rows to the rest.
  init(state: StateLine, load: LoadStatus, width: Int, height: Int) {
    let (figure, word) = (BigText(state.load.text), BigText(state.state.text))
    let glyphs = state.glyphs
    let scale = [4, 3, 2, 1].first { scale in
      let cells = Self.wordStart(figure, scale) + word.width(scale: scale) + 4
      let rows = BigText.height(scale: scale, glyphs: glyphs)
      return cells <= width && rows * (scale > 1 ? 5 : 4) <= height
    }
    (self.state, self.load, self.width, self.figure, self.word) = (state, load, width, figure, word)
    self.scale = scale
    // An empty row below it.
    self.height = scale.map { BigText.height(scale: $0, glyphs: glyphs) + 1 } ?? 1
  }

  func lines(hasHistory: Bool) -> [StyledLine] {
    guard let scale else { return [compact] }
    var lines = figure.lines(scale: scale, style: state.load.style, glyphs: glyphs)
    let start = Self.wordStart(figure, scale)
    if word.width(scale: 1) > 0 {
      lines = beside(
        lines, word.lines(scale: scale, style: state.state.style, glyphs: glyphs), at: start)
    } else {
      lines[0] = lines[0].fitted(to: start, glyphs: glyphs)
        .appending(StyledLine("\(glyphs.dot) \(state.state.text)", state.state.style))
    }
    let end = (lines.map(\.cells).max() ?? 0) + 2 * Self.gap
    if hasHistory, width - end >= Self.leastHistory {
      let history = LoadLines(load: load, glyphs: glyphs)
        .history(width: width - end, rows: lines.count)
      lines = beside(lines, history, at: end)
    }
    return lines + [StyledLine()]
  }

  /// State and load in one line, with a bar between them.
  private var compact: StyledLine {
    let figure = StyledLine(state.load.text, state.load.style)
      .fitted(to: 7, alignment: .right, glyphs: glyphs)
    var line = StyledLine("\(glyphs.dot) \(state.state.text)  ", state.state.style)
    let room = max(0, width - line.cells - figure.cells)
    line.append(LoadBar(share: load.now).line(width: room, glyphs: glyphs))
    return line.appending(figure).fitted(to: width, glyphs: glyphs)
  }

  /// Behind a load of three digits, so that the state does not move about.
  private static func wordStart(_ figure: BigText, _ scale: Int) -> Int {
    max(figure.width(scale: scale), widest.width(scale: scale)) + gap * scale
  }

  private static let widest = BigText("100 %")

  private func beside(_ left: [StyledLine], _ right: [StyledLine], at cell: Int) -> [StyledLine] {
    zip(left, right).map { $0.fitted(to: cell, glyphs: glyphs).appending($1) }
  }
}
