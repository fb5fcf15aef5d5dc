import CRealtime
import Glibc
import Realtime
import Synchronization
import WorkQueues

/// Loops that run into RLIMIT_RTTIME, with a governor.
struct Limit {
  private let workers: Int
  private let soft: Int
  private let hard: Int
  private let isSetLate: Bool

  init(_ arguments: Arguments) {
    workers = arguments["workers", default: 1]
    // Whoever started the program may have less already, and nobody may have more again.
    hard = min(200_000, presentCPUTimeLimit().hard)
    soft = hard / 100 * arguments["percent", default: 100]
    isSetLate = arguments["late", default: 0] == 1
  }

  func run() throws {
    if !isSetLate { set(__RLIMIT_RTTIME, soft: soft, hard: hard) }
    let platform = try WorkPlatform()
    try platform.startGovernor()
    if isSetLate { set(__RLIMIT_RTTIME, soft: soft, hard: hard) }
    let before = cpuTimeLimit()
    while cpuTimeLimit() == before, isSetLate { sleep(milliseconds: 10) }
    let audio = try platform.makeQueue(
      named: "audio", kind: .multithreaded(workers: workers),
      taskClass: platform.classes["Pro Audio"])
    let loops = (0..<workers).map { _ in Loop() }
    for loop in loops { try audio.put(loop.item) }
    for loop in loops { loop.waitUntilRunning() }
    // The counter of the governor, not the process's: it has seen each of them.
    while platform.governor.snapshot().demotions < workers { sleep(milliseconds: 10) }
    print("hard: \(hard)")
    print("scheduling: \(loops[0].scheduling.map { "\($0)" } ?? "none")")
    print("limit: \(cpuTimeLimit())")
    for loop in loops { loop.isToEnd.store(true, ordering: .relaxed) }
    while loops.contains(where: { $0.scheduling != .fifo(priority: 84) }) {
      sleep(milliseconds: 10)
    }
    print("again: \(loops[0].scheduling.map { "\($0)" } ?? "none")")
    for event in platform.governor.takeEvents(isLast: true) { print("event: \(event)") }
    platform.shutdown()
  }
}
