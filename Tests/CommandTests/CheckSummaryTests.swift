import Plugins
import Testing

@testable import Command
@testable import PluginCheck

@Suite("CheckSummary") struct CheckSummaryTests {
  private static func record(
    _ label: String, _ verdict: CheckVerdict, _ reason: String? = nil, package: String = "tools"
  ) -> CheckRecord {
    var record = CheckRecord(
      PluginDescriptor(format: .ladspa, identifier: label, name: label, library: "/x.so"),
      verdict, reason)
    record.package = DebianPackage(name: package, version: "1.0-2")
    return record
  }

  private static func call(_ function: String, isHosts: Bool = false) -> UnsafeCall {
    UnsafeCall(function: function, stage: "run", stack: [], isHosts: isHosts)
  }

  @Test func countsByPackageAndSaysWhy() {
    var leaky = Self.record("x:leaky", .warnings, "leaks", package: "attic")
    leaky.findings = [CheckFinding(.leak, in: .leaks, "leaks 8 | 16 bytes")]
    let checks = [
      Self.record("x:good", .ok), leaky, Self.record("x:bad", .crashed, "SIGSEGV in run"),
      Self.record("x:odd", .refused, "needs ui"),
    ]
    var audit = Self.record("x:good", .ok)
    audit.add([Self.call("malloc"), Self.call("free"), Self.call("free"), Self.call("nanosleep")])
    audit.audit = AuditCounts(periods: 500, latePeriods: 4, faultyPeriods: 2, pageFaults: 9)
    let text = CheckSummary(checks, audits: [audit.key: audit], problems: []).text
    #expect(text.contains("4 plugins: 2 loaded and played, 1 refused, 1 failed;\n0 of them never"))
    let expected = [
      "| attic | 1.0-2 | 1 | 0 | 1 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 |",
      "| tools | 1.0-2 | 3 | 1 | 0 | 0 | 1 | 1 | 0 | 1 | 0 | 1 | 1 | 0 |",
      "| `ladspa:x:bad` | crashed | SIGSEGV in run |", "| `ladspa:x:odd` | refused | needs ui |",
      "| `ladspa:x:leaky` | leaks 8 \\| 16 bytes |  |",
      "| `ladspa:x:good` |  | allocation: malloc, free in run; system call: nanosleep in run; "
        + "page faults in 2 of 500 periods |",
    ]
    let lines = text.split(separator: "\n")
    for line in expected { #expect(lines.contains { $0 == line }, "\(line)") }
  }

  @Test func tellsFewLatePeriodsFromMany() {
    var audit = Self.record("x:slow", .ok)
    audit.audit = AuditCounts(periods: 500, latePeriods: 5)
    let summary = CheckSummary(
      [Self.record("x:slow", .ok)], audits: [audit.key: audit], problems: [])
    #expect(summary.text.contains("| `ladspa:x:slow` |  | 5 of 500 periods late |"))
  }

  @Test func namesWhatCouldNotBeRead() {
    let problem = PluginProblem(path: "/x.so", message: "is no library")
    #expect(CheckSummary([], audits: [:], problems: [problem]).text.contains("| /x.so"))
  }

  @Test func anAuditNamesThisHostsOwnCalls() {
    var record = Self.record("x:good", .ok)
    record.add([Self.call("malloc", isHosts: true)])
    let text = PluginsAuditReport([record], problems: []).text(columns: nil)
    #expect(text.contains("    this host's own allocation: malloc in run\n"))
    #expect(
      text.hasSuffix(
        "\n1 call of this host's own: a fault of Tactus\n"
          + "1 plugin, 0 with calls that are not safe in a period"))
  }
}
