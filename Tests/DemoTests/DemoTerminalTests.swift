import Foundation
import TestSupport
import Testing

@testable import Demo

/// The tour on a terminal, as somebody sees it who presses keys.
@Suite(
  "tactus demo: terminal", .serialized,
  .enabled(if: TmuxTerminal.isInstalled, "no tmux"))
struct DemoTerminalTests {
  private static let end = "What was measured on this machine"

  /// A terminal in which the tour was begun.
  private func demo(_ arguments: [String]) throws -> TmuxTerminal {
    let terminal = try TmuxTerminal()
    let command = [TactusProgram.url.path, "demo"] + arguments
    try terminal.enter(command.map { "'\($0)'" }.joined(separator: " ") + "; echo code $?")
    return terminal
  }

  @Test(arguments: DemoPage.all.map(\.name))
  func theLastScreenShowsTheFiguresThatAreSaved(name: String) async throws {
    let page = try #require(try DemoPage.named([name]).first)
    try await withTemporaryDirectory { folder in
      let file = folder.appending(path: "figures.json")
      let session = try demo(["--only", name, "--save", file.path])
      for text in [page.title, "1 of 1", "QUEUES"] {
        #expect(try await session.shows(text))
      }
      try session.press("Space")
      #expect(try await session.shows(Self.end))
      let screen = try await session.settledLines()
      try session.press("q")
      #expect(try await session.shows("code 0"))
      let saved = try SavedDemo(Data(contentsOf: file))
      try compare(#require(saved.pages[name]), with: screen)
    }
  }

  private func compare(_ figures: [SavedDemo.Figure], with screen: [String]) {
    #expect(!figures.isEmpty)
    for figure in figures {
      let shown = Self.values(of: figure.label, on: screen)
      #expect(shown == [figure.text], "\(figure.label)")
      if figure.unit == "count" { #expect(Double(figure.text) == figure.value) }
    }
  }

  /// What stands behind a label, wherever it is on the screen.
  private static func values(of label: String, on screen: [String]) -> [String] {
    screen.flatMap { line in
      line.ranges(of: "\(label)  ").map { (range: Range<String.Index>) in
        let behind = line[range.upperBound...].drop { $0 == " " }
        // Two blanks and more end a figure, one may stand before its unit.
        return String(behind[..<(behind.firstRange(of: "  ")?.lowerBound ?? behind.endIndex)])
      }
    }
  }

  @Test func keysLeadThroughThePages() async throws {
    let session = try demo(["--only", "serial", "--only", "priorities"])
    #expect(try await session.shows("1 of 2"))
    #expect(try await session.shows("Priorities"))
    try session.press("Space")
    #expect(try await session.shows("2 of 2"))
    #expect(try await session.shows("A serial queue"))
    try session.press("b")
    #expect(try await session.shows("1 of 2"))
    try session.press("Enter")
    #expect(try await session.shows("2 of 2"))
    try session.press("Enter")
    #expect(try await session.shows(Self.end))
    try session.press("b")
    #expect(try await session.shows("2 of 2"))
    try session.press("Space")
    #expect(try await session.shows(Self.end))
    try session.press("Space")
    #expect(try await session.shows("code 0"))
    // The terminal is given back, with the figures on it.
    let lines = try session.lines()
    #expect(lines.contains { $0.contains("threads of the shared queue") })
    #expect(!lines.contains { $0.contains("space") })
  }

  @Test func pagesFollowEachOtherWhenSecondsAreGiven() async throws {
    let session = try demo(["--only", "serial", "--only", "graph", "--seconds", "0.4"])
    #expect(try await session.shows(Self.end))
    #expect(try await session.shows("A serial queue over a shared one"))
    #expect(try await session.shows("A graph on one thread"))
    try session.press("q")
    #expect(try await session.shows("code 0"))
  }

  @Test func bearsTerminalsOfAnySize() async throws {
    let session = try demo(["--only", "serial"])
    #expect(try await session.shows("1 of 1"))
    for (columns, rows) in [(40, 10), (200, 60), (80, 24)] {
      try session.resize(columns: columns, rows: rows)
      let isDrawn = try await eventually {
        let lines = try session.lines()
        return lines.count >= rows && lines[rows - 1].contains("quit")
      }
      #expect(isDrawn)
    }
    try session.press("q")
    #expect(try await session.shows("code 0"))
  }
}
