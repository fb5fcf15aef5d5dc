import Plugins
import Realtime
import Testing

@testable import Command

@Suite("SystemFacts", .serialized) struct SystemFactsTests {
  @Test func gathersThoseOfThisMachine() {
    let facts = SystemFacts.gathered()
    #expect(facts.coreCount >= 1)
    #expect(!facts.kernelRelease.isEmpty)
    #expect(!facts.groups.isEmpty)
    #expect(facts.thread?.asked.priority ?? 0 > 0)
    #expect(facts.plugins.map(\.format) == [.lv2, .ladspa])
    expectFits(SystemFactsTests.withoutPaths(DoctorReport(facts)))
  }

  @Test func readsSwapInUse() {
    let header = "Filename  Type  Size  Used  Priority\n"
    #expect(SystemFacts.swapUsed("") == nil)
    #expect(SystemFacts.swapUsed(header) == nil)
    #expect(SystemFacts.swapUsed(header + "/dev/sda2 partition 975868 12 -2\n") == 12 * 1024)
    let two = header + "/swap file 100 1 -2\n/dev/zram0\tpartition\t100\t3\t5\n"
    #expect(SystemFacts.swapUsed(two) == 4096)
  }

  @Test func missingFilesAreEmpty() {
    #expect(SystemFile.text("/nonexistent") == "")
    #expect(SystemFile.integer("/nonexistent") == nil)
    #expect(SystemFile.names(in: "/nonexistent") == [])
    #expect(SystemFile.access("/nonexistent", 4) == .missing)
    #expect(SystemFile.access("/proc/version", 4) == .allowed)
  }

  /// Paths of plugins may be longer than a line.
  private static func withoutPaths(_ report: DoctorReport) -> String {
    report.text(columns: 80).split(separator: "\n").filter { !$0.contains("/lib/") }
      .joined(separator: "\n")
  }
}
