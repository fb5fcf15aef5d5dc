import Foundation
import TestSupport
import Testing

@Suite(
  "The period thread", .serialized,
  .enabled(if: Tools.isInstalled("strace"), "strace is missing"))
struct TracedProgramTests {
  @Test func inSteadyStateOnlyWaitsForItsTimerAndWakesAndPutsItsAlarmOff() throws {
    try withTemporaryDirectory { folder in
      let trace = folder.appending(path: "trace").path
      let program = try TactusProgram.start(
        [
          "run", TactusProgram.path("configs/demo.yaml"), "--driver", "clock", "--no-meter",
          "--duration", "3",
        ],
        through: ["strace", "-f", "-o", trace])
      let outcome = program.wait()
      try #require(outcome.code == 0, "\(outcome.errors)")
      let calls = try periodThreadCalls(String(contentsOfFile: trace, encoding: .utf8))
      #expect(calls.count > 400)
      // The first tenth has the thread's start, the last one its end.
      let steady = calls.dropFirst(calls.count / 10).dropLast(calls.count / 10)
      let others = steady.filter {
        !$0.hasPrefix("clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME")
          && !$0.contains("FUTEX_WAKE_PRIVATE") && !$0.hasPrefix("<... ")
          && !$0.hasPrefix("timerfd_settime(")
      }
      // Where the machine stands still, another thread takes a period over and this one watches with
      // that one's priority, or a helper is waited for, or not any longer.
      let ofStills = ["ppoll(", "read(", "sched_setparam(", "membarrier("]
      let stills = others.filter { call in
        ofStills.contains { call.hasPrefix($0) } || call.contains("FUTEX_WAIT_BITSET_PRIVATE")
      }
      #expect(stills.count <= steady.count / 8)
      #expect(others.filter { !stills.contains($0) }.prefix(5).map { $0.prefix(60) } == [])
    }
  }

  /// The system calls of the thread that slept most often.
  private func periodThreadCalls(_ trace: String) throws -> [String] {
    var calls: [Substring: [String]] = [:]
    for line in trace.split(separator: "\n") {
      guard let space = line.firstIndex(of: " ") else { continue }
      let call = line[space...].drop { $0 == " " }
      calls[line[..<space], default: []].append(String(call))
    }
    func waits(_ calls: [String]) -> Int { calls.count { $0.contains("TIMER_ABSTIME") } }
    return try #require(calls.values.max { waits($0) < waits($1) })
  }
}
