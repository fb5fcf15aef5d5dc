import Meter
import Telemetry

/// A page as the terminal shows it: the explanation, the figures, and the meter below them.
struct PageScreen {
  let page: DemoPage
  let note: String?
  /// Where the page is among those that are shown, such as `2 of 7`.
  let place: String
  let figures: [DemoFigure]
  let frame: TelemetryFrame
  let glyphs: GlyphSet

  /// As many lines as there are rows, each as wide as the terminal.
  func lines(size: MeterSize) -> [StyledLine] {
    let width = max(1, size.columns - 2)
    let head = head(width: width, isShort: size.rows < Self.comfortableRows)
    let tail = tail(width: width)
    let rest = size.rows - head.count - tail.count
    let panel = MeterPanel(frame, glyphs: glyphs).lines(width: width, rows: rest)
    let empty = Array(
      repeating: StyledLine([], width: width, glyphs: glyphs),
      count: max(0, rest - panel.count))
    let all = (head + panel + empty).prefix(max(0, size.rows - tail.count)) + tail
    return ScreenFrame.framed(Array(all), size: size, glyphs: glyphs)
  }

  private static let comfortableRows = 30

  private func head(width: Int, isShort: Bool) -> [StyledLine] {
    let gap = isShort ? [] : [StyledLine([], width: width, glyphs: glyphs)]
    let title = StyledLine(
      [("tactus demo  ", .title), (page.title, .strong)], right: [(place, .dim)], width: width,
      glyphs: glyphs)
    let reading = min(width, Self.readableWidth)
    var lines = [title] + gap
    lines += StyledLine.paragraph(page.paragraph, width: reading, glyphs: glyphs)
    if let note {
      lines += StyledLine.paragraph(note, .caution, width: reading, glyphs: glyphs)
    }
    lines += [StyledLine([], width: width, glyphs: glyphs)]
    lines += FigureGrid(figures: figures, width: width, glyphs: glyphs)
      .lines(rows: isShort ? Self.fewRows : .max)
    return lines + [StyledLine([], width: width, glyphs: glyphs)]
  }

  /// Longer lines are hard to read.
  private static let readableWidth = 100
  private static let fewRows = 4

  private func tail(width: Int) -> [StyledLine] {
    let functions = StyledLine.paragraph(page.functions, .dim, width: width, glyphs: glyphs)
    return Array(functions.prefix(3)) + [ScreenFrame.footer(width: width, glyphs: glyphs)]
  }
}
