import PluginTestSupport
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

  @Test func namesACrashAsACheckDoes() throws {
    #expect(try CheckedPlugin(["FAULT=fault_crash"]).audit().summary == "crashed (SIGSEGV in run)")
  }
}

@Suite("UnsafeCall") struct UnsafeCallTests {
  @Test func readsReportsAndDropsOurOwnFrames() {
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
      """
    let calls = UnsafeCall.all(in: errors)
    #expect(
      calls == [
        UnsafeCall(
          function: "malloc", stage: "run",
          stack: [
            "deep (/usr/lib/ladspa/x.so+0x99)", "<null> (/usr/lib/ladspa/x.so+0x42)",
          ])
      ])
    #expect(calls.first?.kind == .allocation)
  }

  @Test func findsNothingInNothing() { #expect(UnsafeCall.all(in: "").isEmpty) }
}
