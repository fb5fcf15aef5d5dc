import CRealtime
import Realtime

/// `rt_limit_cpu_time`, once or twice, and a loop that runs into it if asked for.
struct LowerLimit {
  private let first: Int
  private let second: Int
  private let loops: Bool

  init(_ arguments: Arguments) {
    first = arguments["first", default: 100_000]
    second = arguments["second", default: 0]
    loops = arguments["loops", default: 0] == 1
  }

  func run() {
    print("first: \(rt_limit_cpu_time(Int64(first)))")
    if second != 0 { print("second: \(rt_limit_cpu_time(Int64(second)))") }
    if loops { loop() }
    // The kernel had put the soft limit up by a second.
    print("limit: \(cpuTimeLimit())")
  }

  private func loop() {
    let threadID = rt_thread_id()
    rt_accept_cpu_time_warning()
    let grant = SchedulingGrant.request(.fifo(priority: 1), threadID: threadID)
    print("granted: \(grant.granted)")
    while rt_cpu_time_demotions() == 0 {}
    print("scheduling: \(ThreadScheduling.current(threadID: threadID).map { "\($0)" } ?? "none")")
    print("demotions: \(rt_cpu_time_demotions())")
    print("thread: \(rt_demoted_thread(1) == threadID)")
  }
}
