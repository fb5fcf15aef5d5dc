import CRealtime
import Realtime
import Synchronization
import WorkQueues

/// A loop on every worker of a class, and beside them a heartbeat that takes what it can get.
struct Share {
  private let workers: Int
  private let milliseconds: Int
  private let isGoverned: Bool

  init(_ arguments: Arguments) {
    workers = arguments["workers", default: 2]
    milliseconds = arguments["milliseconds", default: 3000]
    isGoverned = arguments["governor", default: 1] == 1
  }

  func run() throws {
    let platform = try WorkPlatform()
    if isGoverned { try platform.startGovernor() }
    let audio = try platform.makeQueue(
      named: "audio", kind: .multithreaded(workers: workers),
      taskClass: platform.classes["Pro Audio"])
    let heartbeat = Loop()
    let beat = try platform.makeQueue(named: "heartbeat", kind: .standard)
    try beat.put(heartbeat.item)
    heartbeat.waitUntilRunning()
    let alone = share(of: heartbeat, milliseconds: 500)

    let loops = (0..<workers).map { _ in Loop() }
    for loop in loops { try audio.put(loop.item) }
    // With more loops than cores not all of them run: the governor's lowering lets them.
    for loop in loops where isGoverned { loop.waitUntilRunning() }
    let start = (
      rt_now_nanoseconds(), platform.governor.threadID.map(rt_thread_cpu_nanoseconds) ?? 0
    )
    let beside = share(of: heartbeat, milliseconds: milliseconds)
    print("alone: \(alone)")
    print("beside: \(beside)")
    let snapshot = platform.governor.snapshot()
    print("governor: \(snapshot.grant.map { "\($0.granted)" } ?? "none")")
    if let threadID = platform.governor.threadID {
      let used = rt_thread_cpu_nanoseconds(threadID) - start.1
      print("cost: \(Double(used) / Double(rt_now_nanoseconds() - start.0))")
    }
    print("cycles: \(snapshot.cycles)")
    for taskClass in snapshot.classes {
      print("lowered: \(taskClass.timesLowered)")
      print("class: \(taskClass.taskClass)")
      print("used: \(taskClass.usedShare)")
    }
    for event in platform.governor.takeEvents(isLast: true) { print("event: \(event)") }
    for loop in loops { loop.isToEnd.store(true, ordering: .relaxed) }
    print("alone: \(share(of: heartbeat, milliseconds: 500))")
    heartbeat.isToEnd.store(true, ordering: .relaxed)
    platform.shutdown()
  }

  /// The part of one core a thread gets.
  private func share(of loop: Loop, milliseconds: Int) -> Double {
    let threadID = loop.threadID.load(ordering: .relaxed)
    let start = rt_now_nanoseconds()
    let before = rt_thread_cpu_nanoseconds(threadID)
    sleep(milliseconds: milliseconds)
    let used = rt_thread_cpu_nanoseconds(threadID) - before
    return Double(used) / Double(rt_now_nanoseconds() - start)
  }
}
