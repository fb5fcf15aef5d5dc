import Meter
import Telemetry
import Testing

@testable import Demo

@Suite("Demo: screens") struct ScreenTests {
  private static let sizes = [(1, 1), (20, 5), (40, 10), (80, 24), (120, 40), (200, 60)]
    .map { MeterSize(columns: $0.0, rows: $0.1) }

  private let figures = (1...12).map { DemoFigure.count("f\($0)", "the figure \($0)", $0 * 111) }

  private var frame: TelemetryFrame {
    var frame = TelemetryFrame()
    var queue = QueueStatus()
    queue.name = "Pro Audio"
    frame.queues = [queue]
    return frame
  }

  private func page(_ page: DemoPage, _ size: MeterSize, _ glyphs: GlyphSet) -> [StyledLine] {
    PageScreen(
      page: page, note: page.withoutRealtime, place: "1 of 7", figures: figures, frame: frame,
      glyphs: glyphs
    ).lines(size: size)
  }

  @Test(arguments: sizes, [GlyphSet.ascii, .full])
  func everyPageFillsTheTerminalExactly(size: MeterSize, glyphs: GlyphSet) {
    for shown in DemoPage.all {
      let lines = page(shown, size, glyphs)
      #expect(lines.count == size.rows)
      #expect(lines.allSatisfy { $0.cells == size.columns })
      if glyphs == .ascii { #expect(lines.allSatisfy { $0.text.allSatisfy(\.isASCII) }) }
    }
  }

  @Test(arguments: DemoPage.all.map(\.name))
  func theExplanationFiguresFunctionsAndKeysAreOnASmallTerminal(name: String) throws {
    let shown = try #require(try DemoPage.named([name]).first)
    let text = PageScreen(
      page: shown, note: nil, place: "1 of 7", figures: figures, frame: frame, glyphs: .full
    ).lines(size: MeterSize(columns: 80, rows: 24)).map(\.text).joined(separator: " ")
    let words = text.split(separator: " ")
    for part in [shown.paragraph, shown.functions, shown.title] {
      let wanted = part.split(separator: " ")
      #expect(words.firstRange(of: wanted) != nil, "\(part)")
    }
    #expect(text.contains("the figure 8") && text.contains("QUEUES") && text.contains("quit"))
  }

  @Test func resultsShowAllFiguresWhereThereIsRoom() throws {
    let machine = try DemoMachine()
    let result = DemoResult(
      name: "a", title: "A page", paragraph: "", functions: "", note: nil, seconds: 1,
      figures: figures)
    for (count, isWhole) in [(1, true), (7, false)] {
      let lines = ResultsScreen(
        machine: machine, results: Array(repeating: result, count: count), glyphs: .full
      ).lines(size: MeterSize(columns: 80, rows: 24))
      #expect(lines.count == 24)
      #expect(lines.allSatisfy { $0.cells == 80 })
      let text = lines.map(\.text).joined(separator: "\n")
      #expect(text.contains("1332") == isWhole)
      #expect(text.contains("more when you leave") == !isWhole)
    }
  }
}
