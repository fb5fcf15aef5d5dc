import CPeers
import CRealtime
import Foundation

/// A plugin in a process of its own, beside two processes that only wake each other; and what it
/// costs when it crashes.
enum SandboxTrial {
  private static let name = "plugins sandbox"
  private static let wakes = "two futex wakes"
  private static let node = "sandboxed node"
  private static let fault = "its crash"
  private static let periods = 300
  private static let crashes = 10
  /// Each side has a core of its own.
  private static let (hostCore, childCore): (UInt64, UInt64) = (1, 2)

  static let cost = FigureKey(trial: name, subject: node, metric: .p50)
  static let reference = FigureKey(trial: name, subject: wakes, metric: .p50)
  static let untilDry = FigureKey(trial: name, subject: fault, metric: .untilDry)

  static var trial: Trial {
    guard let program = Program.tactus else {
      return Trial(name: name, title: "plugins sandbox: left out, without TACTUS", subjects: [])
    }
    return Trial(
      name: name, title: "a plugin in a sandbox, a period each 1.333 ms, two cores, SCHED_FIFO",
      subjects: [
        Subject(name: wakes, run: measureWakes),
        Subject(name: node) { try measureNode(program) },
        Subject(name: fault) { try measureCrashes(program) },
      ])
  }

  private static func measureWakes() throws -> [Metric: Double] {
    try onRealtimeCore {
      guard let pair = peer_futex_create(childCore) else {
        throw UsageError(description: "no process for the futex wakes can be started")
      }
      defer { peer_futex_release(pair) }
      return paced {
        let begin = rt_now_nanoseconds()
        peer_futex_round(pair)
        return Double(rt_now_nanoseconds() - begin)
      }.latencyFigures
    }
  }

  private static func measureNode(_ program: String) throws -> [Metric: Double] {
    let half = try SandboxedHalf(program, on: childCore, priority: Promotion.priority)
    return try onRealtimeCore {
      try awaitPlugin(half)
      return paced {
        let nanoseconds = half.run()
        return half.isWet ? nanoseconds : nil
      }.latencyFigures
    }
  }

  /// The period of each crash: how long it took, and whether it ended dry.
  private static func measureCrashes(_ program: String) throws -> [Metric: Double] {
    let half = try SandboxedHalf(program, on: childCore, priority: Promotion.priority)
    return try onRealtimeCore {
      var times: [Double] = []
      var untilDry = 0
      for _ in 0..<crashes {
        try awaitPlugin(half)
        half.crash()
        sleepAPeriod()
        times.append(half.run())
        var periods = 0
        while !half.isDry {
          sleepAPeriod()
          _ = half.run()
          periods += 1
        }
        untilDry = max(untilDry, periods)
      }
      let samples = Samples(times)
      return [.p50: samples.median, .longest: samples.maximum, .untilDry: Double(untilDry)]
    }
  }

  /// Plays until the child is there.
  private static func awaitPlugin(_ half: SandboxedHalf) throws {
    for _ in 0..<8_000 {
      sleepAPeriod()
      _ = half.run()
      if half.isWet { return }
    }
    throw UsageError(description: "the sandboxed plugin does not play")
  }

  /// Those of the periods that gave a time.
  private static func paced(_ body: () -> Double?) -> Samples {
    Samples(
      (0..<periods).compactMap { _ in
        sleepAPeriod()
        return body()
      })
  }

  private static func sleepAPeriod() {
    let due = rt_now_nanoseconds() + Period.nanoseconds
    while rt_sleep_until(due) != 0 {}
  }

  private static func onRealtimeCore<Result>(_ body: () throws -> Result) rethrows -> Result {
    let pinned = CallerScheduling.pin(to: hostCore)
    defer { pinned.restore() }
    let promoted = CallerScheduling.promote(to: Promotion.priority)
    defer { promoted.restore() }
    return try body()
  }
}
