import Foundation
import Testing

@Suite("The C library's cases", .serialized)
struct NumberedCaseTests {
  @Test(
    .enabled(if: StagedLibrary.isReady, Comment(rawValue: StagedLibrary.reason)),
    arguments: NumberedCase.all)
  func holds(_ numbered: NumberedCase) throws {
    let outcome = try numbered.program.run(numbered.number)
    if outcome.code == 0 { return }
    let ending = "\(numbered.number) ended with \(outcome.code)"
    for line in outcome.lines.isEmpty ? [ending] : outcome.lines {
      Issue.record(Comment(rawValue: line))
    }
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
