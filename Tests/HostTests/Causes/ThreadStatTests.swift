import CRealtime
import Glibc
import Testing

@testable import Host

@Suite("Threads as the kernel tells of them") struct ThreadStatTests {
  private static let line =
    "4711 (a (b) c) S 1 1 1 0 -1 4194304 99 0 7 0 3 4 0 0 -91 0 1 0 7510507 3133440 413 "
    + "18446744073709551615 1 1 0 0 0 0 0 0 0 0 0 0 17 5 90 1 0 0 0 0 0 0 0 0 0 0 0"

  @Test func readsALine() throws {
    let stat = try #require(ThreadStat(stat: Self.line))
    #expect(stat.name == "a (b) c")
    #expect(stat.minorFaults == 99)
    #expect(stat.majorFaults == 7)
    #expect(stat.ranNanoseconds == 70_000_000)
    #expect(stat.processor == 5)
    #expect(stat.priority == 90)
    #expect(stat.policyName == "FIFO")
  }

  @Test(arguments: ["", "1", "1 (", ")(", "1 name S 3"])
  func refusesWhatIsNone(text: String) {
    #expect(ThreadStat(stat: text) == nil)
  }

  @Test func aLineThatEndsEarlyIsZeros() {
    #expect(ThreadStat(stat: "1 (x) S")?.priority == 0)
  }

  @Test func readsThisThread() throws {
    let stat = try #require(ThreadStat.readInFull(process: getpid(), thread: rt_thread_id()))
    #expect(stat.threadID == rt_thread_id())
    #expect(stat.ranNanoseconds > 0)
    #expect(ThreadStat.read(process: 2_000_000_000, thread: 1) == nil)
  }

  @Test func onlyThreadsInBothReadingsGrow() {
    var before = ThreadStat()
    before.minorFaults = 5
    before.waitedNanoseconds = 100
    var after = before
    after.minorFaults = 8
    after.waitedNanoseconds = 90
    after.involuntarySwitches = 2
    let growth = ThreadGrowth(from: [1: before], to: [1: after, 2: after])
    #expect(growth.minorFaults == 3)
    #expect(growth.waitedNanoseconds == 0)
    #expect(growth.involuntarySwitches == 2)
  }

  private func thread(_ id: Int32, priority: Int, ran: Int64, processor: Int = 0) -> ThreadStat {
    var stat = ThreadStat()
    stat.name = "t\(id)"
    (stat.processID, stat.threadID) = (id, id)
    (stat.policy, stat.priority) = (1, priority)
    (stat.ranNanoseconds, stat.processor) = (ran, processor)
    return stat
  }

  private func hog(_ before: [ThreadStat], _ now: [ThreadStat]) -> String? {
    RealtimeWatch.hog(
      from: Dictionary(before.map { ($0.threadID, $0) }) { $1 },
      to: Dictionary(now.map { ($0.threadID, $0) }) { $1 }, above: 65, on: 1,
      atLeast: 1_000_000
    )?.description
  }

  @Test func theHogIsAboveUsAndRanLongEnough() {
    let before = [thread(1, priority: 90, ran: 9_000_000), thread(2, priority: 65, ran: 0)]
    let now = [thread(1, priority: 90, ran: 9_900_000), thread(2, priority: 65, ran: 9_000_000)]
    #expect(hog(before, now) == nil)
    #expect(hog([], now) == "`t1` (pid 1, FIFO 90)")
    #expect(hog(before, now + [thread(3, priority: 66, ran: 2_000_000)]) == "`t3` (pid 3, FIFO 66)")
  }

  @Test func oneOnOurProcessorIsLikelier() {
    let now = [
      thread(1, priority: 90, ran: 9_000_000),
      thread(2, priority: 90, ran: 2_000_000, processor: 1),
      thread(3, priority: 90, ran: 1_500_000, processor: 1),
    ]
    #expect(hog([], now) == "`t2` (pid 2, FIFO 90)")
  }
}
