import Foundation
import TestSupport
import Testing

@Suite("The C library's cases", .serialized)
struct NumberedCaseTests {
  @Test(
    .enabled(if: StagedLibrary.isReady, Comment(rawValue: StagedLibrary.reason)),
    arguments: NumberedCase.all)
  func holds(_ numbered: NumberedCase) throws {
    report(try numbered.program.run(numbered.number), of: numbered.number)
  }

  private func report(_ outcome: ShellCommand.Outcome, of number: String) {
    if outcome.code == 0 { return }
    for line in ["\(number) ended with \(outcome.code)"] + outcome.lines {
      Issue.record(Comment(rawValue: line))
    }
  }

  /// A user to whom neither the kernel nor RealtimeKit grants real-time priority.
  private static let withoutRights = [
    "prlimit", "--rtprio=0:0", "setpriv", "--bounding-set=-all", "--inh-caps=-all",
    "env", "DBUS_SYSTEM_BUS_ADDRESS=unix:path=/nonexistent/bus",
  ]

  @Test(
    .enabled(
      if: StagedLibrary.isReady && getuid() == 0 && Tools.isInstalled("setpriv"),
      "needs `make stage`, root and setpriv"),
    arguments: ["A1", "A5", "A7", "C1", "C3", "C8", "G4", "G8", "S9", "D3"])
  func holdsWithoutRights(number: String) throws {
    let outcome = try CaseProgram.cases.run(number, through: Self.withoutRights)
    report(outcome, of: number)
    // A case that holds says nothing: what is there is the library's.
    #expect(outcome.lines.count <= 1, "one warning is enough: \(outcome.output)")
  }

  /// The numbers of the cases that come from Windows' behaviour, all of which have to be there.
  private static let required =
    ["T2", "T4.1", "T4.2", "T4.3", "T5.1", "T5.2", "M1", "M2", "M3", "M4.1", "M4.2", "M5", "M6"]
    + ["M7.1", "M7.2", "M8.1", "M8.2", "M8.3", "M8.4", "M8.5", "M9"]
    + (1...13).map { "T3.\($0)" }

  @Test func everyRequiredCaseIsThere() {
    let numbers = NumberedCase.all.map(\.number)
    #expect(Set(Self.required).isSubset(of: numbers))
    #expect(Set(numbers).count == numbers.count)
  }

  @Test(
    .enabled(if: StagedLibrary.isReady, Comment(rawValue: StagedLibrary.reason)),
    arguments: CaseProgram.allCases)
  func programsKnowTheCasesOfTheirSources(_ program: CaseProgram) throws {
    let listed = try program.run("--list").lines.map { $0.replacing("\t", with: " ") }
    let expected = NumberedCase.all.filter { $0.program == program }.map(\.testDescription)
    #expect(Set(listed) == Set(expected))
    #expect(!listed.isEmpty)
  }
}
