import Glibc
import Host
import Plugins
import Realtime
import RealtimeKit
import Testing

@testable import Command

@Suite("DoctorReport") struct DoctorReportTests {
  @Test func findsNothingInAStudio() {
    let report = DoctorReport(.studio)
    #expect(report.checks.allSatisfy { $0.verdict == .ok && $0.cure == nil })
    #expect(report.exitCode == 0)
    #expect(report.text(columns: 80).hasSuffix("Everything is in order."))
  }

  @Test func looksAtEverythingOnce() {
    #expect(DoctorReport(.studio).checks.map(\.check) == Check.Name.allCases)
    #expect(DoctorReport(.fresh).checks.map(\.check) == Check.Name.allCases)
  }

  @Test func hasACureForEverything() {
    let report = DoctorReport(.fresh)
    let complaints = report.checks.filter { $0.verdict > .ok }
    #expect(complaints.count == 15)
    #expect(complaints.allSatisfy { $0.cure != nil })
    expectFits(report.text(columns: 80))
    expectFits(report.text(columns: nil))
  }

  @Test func refusedPriorityEndsWith77() throws {
    let report = DoctorReport(.fresh)
    #expect(report.exitCode == 77)
    let check = try #require(report.checks.first { $0.check == .realtimePriority })
    #expect(check.found == "SCHED_FIFO 84 refused: Operation not permitted")
    #expect(check.commands.last == "sudo usermod -aG audio clara")
  }

  @Test func lowerPriorityIsAWarning() {
    let thread = SystemFacts.Thread(
      asked: .fifo(priority: 84), granted: .fifo(priority: 20), error: EPERM)
    let report = report { facts in
      facts.thread = thread
      facts.priorityLimit = 20
    }
    #expect(warnings(report) == [.realtimePriority, .priorityLimit])
    #expect(report.exitCode == 0)
  }

  @Test func realtimeKitIsOnlyMissedWhereTheKernelRefuses() throws {
    let missed = try #require(
      DoctorReport(.fresh).checks.first { $0.check == .realtimeKit })
    #expect(missed.verdict == .warning)
    #expect(missed.commands == ["sudo apt install rtkit"])
    let idle = try #require(DoctorReport(.studio).checks.first { $0.check == .realtimeKit })
    #expect(idle.found == "is not there; not needed here")
  }

  @Test func whatRealtimeKitGaveIsAWarningThatNamesIt() throws {
    let report = report { facts in
      facts.thread = SystemFacts.Thread(
        asked: .fifo(priority: 84), granted: .roundRobin(priority: 19),
        source: .broker(name: "RealtimeKit"), error: EPERM)
      facts.realtimeKit = .success(
        RealtimeKitLimits(maximumPriority: 20, cpuTimeMicroseconds: 200_000, minimumNice: -15))
    }
    #expect(warnings(report) == [.realtimePriority])
    #expect(report.checks[0].found == "SCHED_RR 19 granted by RealtimeKit instead of FIFO 84")
    #expect(report.checks[2].found == "gives up to RR 20, for 200 ms without a pause")
  }

  @Test func threadThatDoesNotStartIsAProblem() {
    #expect(report { $0.thread = nil }.exitCode == 77)
  }

  @Test func limitsDoNotBindRoot() {
    let report = report { facts in
      facts.isRoot = true
      facts.priorityLimit = 0
      facts.lockedMemoryLimitBytes = 64 << 10
    }
    #expect(report.verdict == .ok)
  }

  @Test func limitOfMemoryCounts() {
    #expect(warnings(report { $0.lockedMemoryLimitBytes = 8 << 20 }) == [.lockedMemory])
    #expect(warnings(report { $0.lockedMemoryLimitBytes = 4 << 30 }) == [])
    #expect(warnings(report { $0.thread?.isStackLocked = false }) == [.lockedMemory])
  }

  @Test(arguments: [(-1, true), (500_000, true), (950_000, false), (nil, false)])
  func shareOfRealtimeThreads(_ microseconds: Int?, _ isWorthAWarning: Bool) {
    let report = report { $0.realtimeRuntimeMicroseconds = microseconds }
    #expect(warnings(report) == (isWorthAWarning ? [.realtimeShare] : []))
  }

  @Test func machineChecks() {
    #expect(warnings(report { $0.coreCount = 1 }) == [.cores])
    #expect(warnings(report { $0.governors[2] = "ondemand" }) == [.cpuFrequency])
    #expect(warnings(report { $0.governors = [] }) == [])
    #expect(warnings(report { $0.swapUsedBytes = 4096 }) == [.swap])
    #expect(warnings(report { $0.swapUsedBytes = nil }) == [])
  }

  @Test func soundChecks() {
    #expect(warnings(report { $0.soundFiles = [:] }) == [.soundDevices])
    #expect(warnings(report { $0.soundFiles["timer"] = .denied }) == [.soundDevices])
    #expect(warnings(report { $0.cards = [] }) == [.alsaCards])
    #expect(warnings(report { $0.jack = .unavailable("no JACK server") }) == [])
  }

  @Test func softwareChecks() {
    #expect(warnings(report { $0.plugins[0] = .init(format: .lv2) }) == [.lv2Plugins])
    let failed = SystemFacts.PluginCount(format: .ladspa, error: "no memory")
    #expect(warnings(report { $0.plugins[1] = failed }) == [.ladspaPlugins])
    #expect(warnings(report { $0.plugins[0].unsupported = 2 }) == [])
    let problem = PluginProblem(path: "/a.lv2", message: "has no manifest.ttl")
    #expect(warnings(report { $0.plugins[0].problems = [problem] }) == [.lv2Plugins])
  }

  @Test func mistakesInTheTaskClassesEndWith65() {
    let report = report { $0.taskClassProblems = ["t.yaml:1:1: error: why"] }
    #expect(report.verdict == .problem)
    #expect(report.exitCode == 65)
  }

  @Test func isData() throws {
    let object = try json(DoctorReport(.fresh))
    #expect(object["verdict"] as? String == "problem")
    let checks = try #require(object["checks"] as? [[String: Any]])
    let first = try #require(checks.first)
    #expect(Set(first.keys) == ["check", "title", "verdict", "found", "cure", "commands"])
    #expect(first["check"] as? String == "realtimePriority")
    let studio = try #require(try json(DoctorReport(.studio))["checks"] as? [[String: Any]])
    #expect(studio.allSatisfy { Set($0.keys) == ["check", "title", "verdict", "found"] })
  }

  private func report(_ change: (inout SystemFacts) -> Void) -> DoctorReport {
    var facts = SystemFacts.studio
    change(&facts)
    return DoctorReport(facts)
  }

  private func warnings(_ report: DoctorReport) -> [Check.Name] {
    report.checks.filter { $0.verdict == .warning }.map(\.check)
  }
}
