import CRealtime
import Realtime

/// A thread of a host that is at its limit: 99 % of every period is spent.
final class LoadedLoop {
  private static let share = 0.99
  private let periods: Int
  private(set) var missed = 0
  /// How long all of it took.
  private(set) var seconds = 0.0

  init(periods: Int) { self.periods = periods }

  /// Runs all periods, and returns then.
  func perform() throws {
    let thread = try RealtimeThread(
      name: "loaded loop", scheduling: .fifo(priority: Int(Promotion.priority)),
      body: { LoadedLoop.from($0).run() }, context: Unmanaged.passUnretained(self).toOpaque())
    thread.join()
  }

  private static func from(_ context: UnsafeMutableRawPointer?) -> LoadedLoop {
    guard let context else { fatalError("a thread without its context") }
    return Unmanaged<LoadedLoop>.fromOpaque(context).takeUnretainedValue()
  }

  /// The work of a period takes what it takes of the clock: who is preempted is late.
  private func run() {
    let work = Int64(Double(Period.nanoseconds) * Self.share)
    let begin = rt_now_nanoseconds()
    defer { seconds = Double(rt_now_nanoseconds() - begin) / 1e9 }
    var due = begin
    for _ in 0..<periods {
      due += Period.nanoseconds
      while rt_sleep_until(due) != 0 {}
      var used: Int64 = 0
      var before = rt_now_nanoseconds()
      while used < work {
        let now = rt_now_nanoseconds()
        // A gap is somebody else's: the work stands still in it.
        if now - before < Self.gapNanoseconds { used += now - before }
        before = now
      }
      // A device of two periods: one may be late by as much as the other lasts.
      guard before > due + 2 * Period.nanoseconds else { continue }
      missed += 1
      due = before
    }
  }

  private static let gapNanoseconds: Int64 = 2_000
}
