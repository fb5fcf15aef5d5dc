import Glibc

/// A thread of another program that may run whenever it wants where the audio thread would.
struct Hog: Equatable {
  var name: String
  var processID: Int32
  /// Such as `FIFO 90`.
  var scheduling: String
  /// Whether it was on the audio thread's processor last.
  var isOnProcessor: Bool
  /// CPU time it used meanwhile.
  var ranNanoseconds: Int64

  /// Such as `` `hog` (pid 4711, FIFO 90) ``.
  var description: String { "`\(name)` (pid \(processID), \(scheduling))" }
}

/// Knows the real-time threads of other programs, and what each of them has used so far.
///
/// All threads are only gone through when one is to be named; else those that are known already are
/// looked at.
struct RealtimeWatch {
  private var known: [Int32: ThreadStat] = [:]

  /// Goes through all threads there are.
  mutating func begin() { known = Self.scan() }

  /// Notes what those have used that could come before a priority.
  mutating func refresh(above priority: Int) {
    for (thread, stat) in known where stat.priority > priority {
      known[thread] = ThreadStat.read(process: stat.processID, thread: thread)
    }
  }

  /// Who ran before a priority since the last refresh, for at least so long; the likeliest.
  mutating func hog(
    above priority: Int, on processor: Int?, atLeast nanoseconds: Int64
  ) -> Hog? {
    let before = known
    known = Self.scan()
    return Self.hog(
      from: before, to: known, above: priority, on: processor, atLeast: nanoseconds)
  }

  static func hog(
    from before: [Int32: ThreadStat], to now: [Int32: ThreadStat], above priority: Int,
    on processor: Int?, atLeast nanoseconds: Int64
  ) -> Hog? {
    let hogs = now.values.compactMap { stat -> Hog? in
      guard stat.priority > priority else { return nil }
      let ran = stat.ranNanoseconds - (before[stat.threadID]?.ranNanoseconds ?? 0)
      guard ran >= nanoseconds else { return nil }
      return Hog(
        name: stat.name, processID: stat.processID,
        scheduling: "\(stat.policyName) \(stat.priority)",
        isOnProcessor: stat.processor == processor, ranNanoseconds: ran)
    }
    return hogs.max {
      ($0.isOnProcessor ? 1 : 0, $0.ranNanoseconds) < ($1.isOnProcessor ? 1 : 0, $1.ranNanoseconds)
    }
  }

  /// The threads of other programs that have a real-time priority.
  private static func scan() -> [Int32: ThreadStat] {
    var found: [Int32: ThreadStat] = [:]
    for process in SmallFiles.numbers(in: "/proc") where process != getpid() {
      for thread in SmallFiles.numbers(in: "/proc/\(process)/task") {
        guard let text = SmallFiles.text("/proc/\(process)/task/\(thread)/stat"),
          let stat = ThreadStat(stat: text), stat.priority > 0
        else { continue }
        found[thread] = ThreadStat.read(process: process, thread: thread)
      }
    }
    return found
  }
}
