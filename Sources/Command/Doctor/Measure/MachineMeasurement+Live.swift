import Drivers
import Glibc
import Host
import Realtime
import WorkQueues

extension MachineMeasurement {
  /// Measures this machine with real threads and a clock, each for so many seconds.
  ///
  /// Thread: control.
  static func report(
    seconds: Double, _ interruption: Interruption, progress: (Double) -> Void
  ) throws -> MeasureReport {
    let classes = try TaskClassFile.table()
    let platform = try WorkPlatform(classes: classes, broker: SchedulingBrokers.realtimeKit)
    defer { platform.shutdown() }
    let queue = try platform.makeQueue(
      named: "audio", kind: .multithreaded(workers: 0), taskClass: classes["Pro Audio"])
    let cores = ownCores()
    let measurement = MachineMeasurement(
      levels: levels(of: classes),
      wake: { level in
        let threads = try cores.map { try WakeThread(level, core: $0) }
        pause(seconds: seconds, interruption)
        return threads.map { $0.end() }
      },
      period: { frames in
        let driver = try ClockDriver(
          StreamRequest(
            rate: MeasureReport.rate, periodFrames: frames, periods: MeasureReport.periods))
        return try PeriodTrial(
          driver, on: queue, seconds: seconds, load: MeasureReport.load,
          isInterrupted: { interruption.isRequested })
      }, isInterrupted: { interruption.isRequested })
    return try measurement.perform(seconds: seconds, progress: progress)
  }

  /// The real-time priorities that classes give, the most urgent first.
  static func levels(of table: TaskClassTable) -> [WakeTrial.Level] {
    let classes = table.classes.filter { $0.scheduling().priority > 0 }
    let priorities = Set(classes.map { $0.scheduling().priority }).sorted(by: >)
    return priorities.map { priority in
      WakeTrial.Level(
        scheduling: .fifo(priority: priority),
        classes: classes.filter { $0.scheduling().priority == priority }.map(\.name))
    }
  }

  /// The cores this process may run on, of the first 64.
  static func ownCores(_ root: SystemRoot = SystemRoot()) -> [Int] {
    let name = "Cpus_allowed_list:"
    let list = root.lines("/proc/self/status").first { $0.hasPrefix(name) }?.dropFirst(name.count)
    let cores = (list ?? "").split(separator: ",").flatMap { part -> [Int] in
      let bounds = part.split(separator: "-").compactMap {
        Int($0.filter { !$0.isWhitespace })
      }
      guard let first = bounds.first, let last = bounds.last, first <= last else { return [] }
      return Array(first...last)
    }
    return cores.isEmpty ? [0] : cores.filter { $0 < 64 }
  }

  private static func pause(seconds: Double, _ interruption: Interruption) {
    let end = Clock.now() + Int64(seconds * 1e9)
    while Clock.now() < end, !interruption.isRequested { usleep(10_000) }
  }
}
