import Foundation
import TestSupport
import Testing

@testable import Demo

/// The program as a user runs it, without a terminal.
@Suite("tactus demo", .serialized) struct DemoProgramTests {
  @Test func listsThePages() throws {
    let outcome = try TactusProgram.run(["demo", "--list"])
    #expect(outcome.code == 0)
    let names = outcome.output.split(separator: "\n").dropFirst().compactMap {
      $0.split(separator: " ").first.map(String.init)
    }
    #expect(names == DemoPage.all.map(\.name))
  }

  @Test func saysWhichPagesThereAre() throws {
    let outcome = try TactusProgram.run(["demo", "--only", "nothing"])
    #expect(outcome.code == 64)
    #expect(outcome.errorLines.count == 1)
    #expect(outcome.errors.contains("classes, governor, priorities"))
  }

  @Test(arguments: ["0", "-1", "nan", "4000"]) func refusesSeconds(_ seconds: String) throws {
    let outcome = try TactusProgram.run(["demo", "--list", "--seconds=\(seconds)"])
    #expect(outcome.code == 64)
    #expect(outcome.errorLines.count == 1)
  }

  @Test func printsParagraphsAndFiguresAsText() throws {
    let outcome = try TactusProgram.run(
      ["demo", "--only", "serial", "--only", "priorities", "--seconds", "0.3"])
    #expect(outcome.code == 0, "\(outcome.errors)")
    let places = ["Within a queue an item", "overtook", "Whatever must not", "What was measured"]
      .map { outcome.output.firstRange(of: $0)?.lowerBound }
    #expect(places.allSatisfy { $0 != nil })
    #expect(places.compactMap(\.self) == places.compactMap(\.self).sorted())
  }

  @Test func tellsThePagesAsJSON() throws {
    let outcome = try TactusProgram.run(
      ["demo", "--only", "serial", "--seconds", "0.3", "--json"])
    #expect(outcome.code == 0, "\(outcome.errors)")
    let saved = try SavedDemo(Data(outcome.output.utf8))
    #expect(saved.pages.keys.sorted() == ["serial"])
    #expect(
      saved.pages["serial"]?.contains { $0.name == "leftMostAtOnce" && $0.value == 1 } == true)
  }

  @Test(.enabled(if: Tools.isInstalled("setpriv"), "needs setpriv"))
  func saysWhatIsDifferentWithoutRights() throws {
    let program = try TactusProgram.start(
      ["demo", "--only", "governor", "--seconds", "0.3", "--json"],
      through: ["setpriv", "--bounding-set=-all", "--inh-caps=-all"])
    let outcome = program.wait()
    #expect(outcome.code == 0, "\(outcome.errors)")
    let saved = try SavedDemo(Data(outcome.output.utf8))
    // Unless a RealtimeKit on the machine gives them.
    guard !saved.hasRealtime else { return }
    #expect(saved.notes == ["governor"])
    #expect(saved.pages["governor"]?.first { $0.name == "greedyLowered" }?.value == 0)
  }
}
