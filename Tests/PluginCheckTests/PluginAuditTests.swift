import PluginTestSupport
import Plugins
import TestSupport
import Testing

@testable import PluginCheck

@Suite(
  "An audit", .serialized,
  .enabled(if: CheckedPlugin.hasAuditProgram, "needs tactus-audit: `make audit` builds it"))
struct PluginAuditTests {
  @Test func findsNothingWrongWithAGoodPlugin() throws {
    let record = try CheckedPlugin([]).audit()
    #expect(record.isUsable && record.calls.isEmpty, "\(record.calls)")
    #expect(try #require(record.audit).periods > 100)
  }

  @Test func namesAllocationsWithTheirStack() throws {
    let record = try CheckedPlugin(["FAULT=fault_allocate", "AMOUNT=100"]).audit()
    #expect(record.verdict == .warnings)
    #expect(record.calls.contains { $0.function == "malloc" && $0.kind == .allocation })
    #expect(record.calls.allSatisfy { $0.stack.contains { $0.contains("subject.so") } })
    #expect(record.calls.first?.stage == "run")
  }

  @Test func namesLocks() throws {
    let record = try CheckedPlugin(["FAULT=fault_lock"]).audit()
    #expect(record.calls.contains { $0.function == "pthread_mutex_lock" && $0.kind == .lock })
  }

  @Test func namesSystemCallsAndCountsLatePeriods() throws {
    let record = try CheckedPlugin(["FAULT=fault_sleep", "AMOUNT=2"]).audit()
    #expect(record.calls.contains { $0.function == "nanosleep" && $0.kind == .systemCall })
    #expect(try #require(record.audit).latePeriods > 10)
  }

  @Test func comesToAnEndWhereAPeriodIsFullOfCalls() throws {
    let record = try CheckedPlugin(["STORM=2000000"]).audit()
    #expect(record.summary == "warnings (calls malloc in run)")
    #expect(record.audit != nil)
  }

  @Test func namesACrashAsACheckDoes() throws {
    #expect(try CheckedPlugin(["FAULT=fault_crash"]).audit().summary == "crashed (SIGSEGV in run)")
  }
}

@Suite("UnsafeCall") struct UnsafeCallTests {
  @Test func readsReportsAndTellsThePluginsFromOurs() {
    let errors = """
      tactus stage run
      ==12==ERROR: RealtimeSanitizer: unsafe-library-call
      Intercepted call to real-time unsafe function `malloc` in real-time context!
          #0 0x55e1 in malloc (/usr/bin/tactus-audit+0x12)
          #1 0x7f00 in deep (/usr/lib/ladspa/x.so+0x99)
          #2 0x7f01 in <null> (/usr/lib/ladspa/x.so+0x42)
          #3 0x55e2 in check_run (/usr/bin/tactus-audit+0x99)
      some words of the plugin
      tactus stage sweep of gain
      ==12==ERROR: RealtimeSanitizer: unsafe-library-call
      Intercepted call to real-time unsafe function `futex` in real-time context!
          #0 0x55e1 in futex (/usr/bin/tactus-audit+0x12)
          #1 0x55e2 in check_run (/usr/bin/tactus-audit+0x99)
      ==12==ERROR: RealtimeSanitizer: unsafe-library-call
      Intercepted call to real-time unsafe function `free` in real-time context!
          #0 0x55e1 in free (/usr/bin/tactus-audit+0x12)
          #1 0x7f00 in operator delete(void*) (/lib/x86_64-linux-gnu/libstdc++.so.6+0x1)
          #2 0x55e2 in schedule (/usr/bin/tactus-audit+0x80)
          #3 0x7f01 in run (/usr/lib/ladspa/x.so+0x42)
      """
    let calls = UnsafeCall.all(in: errors, of: "/usr/bin/tactus-audit")
    #expect(
      calls == [
        UnsafeCall(
          function: "malloc", stage: "run",
          stack: [
            "deep (/usr/lib/ladspa/x.so+0x99)", "<null> (/usr/lib/ladspa/x.so+0x42)",
          ], isHosts: false),
        UnsafeCall(
          function: "futex", stage: "sweep of gain",
          stack: ["check_run (/usr/bin/tactus-audit+0x99)"], isHosts: true),
        UnsafeCall(
          function: "free", stage: "sweep of gain",
          stack: [
            "operator delete(void*) (/lib/x86_64-linux-gnu/libstdc++.so.6+0x1)",
            "schedule (/usr/bin/tactus-audit+0x80)", "run (/usr/lib/ladspa/x.so+0x42)",
          ], isHosts: true),
      ])
    #expect(calls.map(\.kind) == [.allocation, .systemCall, .allocation])
  }

  @Test func findsNothingInNothing() {
    #expect(UnsafeCall.all(in: "", of: "tactus-audit").isEmpty)
  }

  @Test func leavesAVerdictToThePlugin() {
    let plugin = PluginDescriptor(format: .ladspa, identifier: "x:a", name: "A", library: "/x.so")
    var record = CheckRecord(plugin, .ok)
    record.add([UnsafeCall(function: "malloc", stage: "run", stack: [], isHosts: true)])
    #expect(record.verdict == .ok && record.hostCalls.count == 1 && record.pluginCalls.isEmpty)
    record.add([UnsafeCall(function: "free", stage: "midi", stack: [], isHosts: false)])
    #expect(record.summary == "warnings (calls free in midi)")
  }
}
