import Realtime
import Testing

@testable import Command

/// Rights and limits, faked by values.
@Suite("Doctor's rights") struct DoctorRightsTests {
  @Test(arguments: [(nil, true), (200_000, true), (99_999, false)] as [(Int?, Bool)])
  func computingTime(_ microseconds: Int?, _ isEnough: Bool) {
    let check = ComputingTimeLook(microseconds: microseconds).check
    #expect(check.verdict == (isEnough ? .ok : .warning))
    #expect(
      check.commands == (isEnough ? [] : ["sudo prlimit --pid $$ --rttime=200000:200000"]))
  }

  @Test func threadsThatGetLess() {
    let asked = ThreadScheduling.fifo(priority: 92)
    var look = ThreadsLook(kinds: [.init(name: "governor", asked: asked, granted: asked)])
    #expect(look.check.verdict == .ok && look.check.found == "governor FIFO 92")
    look.kinds[0].granted = .fifo(priority: 20)
    #expect(look.check.verdict == .warning)
    #expect(look.check.found == "governor FIFO 20 instead of FIFO 92")
    look.kinds[0].granted = nil
    #expect(look.check.found == "governor not started instead of FIFO 92")
  }
}

/// What `--fix` prints.
@Suite("CureScript") struct CureScriptTests {
  @Test func hasNothingForAStudio() {
    #expect(CureScript(DoctorReport(.studio)).text == "# Nothing to do.")
  }

  @Test func hasEveryCommandOnceAndElseComments() {
    let report = DoctorReport(.fresh)
    let commands = Set(report.checks.flatMap(\.commands))
    let lines = CureScript(report).text.split(separator: "\n").map(String.init)
    let printed = lines.filter { !$0.hasPrefix("# ") }
    #expect(Set(printed) == commands && printed.count == commands.count)
  }

  @Test func findingWithALineBreakStaysAComment() {
    var facts = SystemFacts.studio
    facts.taskClassProblems = ["a\nreboot"]
    #expect(CureScript(DoctorReport(facts)).text.split(separator: "\n").count == 2)
  }
}
