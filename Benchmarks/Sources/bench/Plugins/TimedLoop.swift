import CRealtime
import Realtime

/// The least a real-time host can be: a thread that sleeps until each period, and runs it.
final class TimedLoop {
  private let amps: BareAmps
  private let periods: Int
  private(set) var used = 0.0

  init(_ amps: BareAmps, periods: Int) {
    self.amps = amps
    self.periods = periods
  }

  func perform() throws {
    let thread = try RealtimeThread(
      name: "bare loop", scheduling: .fifo(priority: Int(Promotion.priority)),
      body: { TimedLoop.from($0).run() }, context: Unmanaged.passUnretained(self).toOpaque())
    thread.join()
  }

  private static func from(_ context: UnsafeMutableRawPointer?) -> TimedLoop {
    guard let context else { fatalError("a thread without its context") }
    return Unmanaged<TimedLoop>.fromOpaque(context).takeUnretainedValue()
  }

  private func run() {
    let flushed = rt_denormals_flush()
    defer { rt_denormals_restore(flushed) }
    let before = ThreadTime.now
    var due = rt_now_nanoseconds()
    for _ in 0..<periods {
      due += Period.nanoseconds
      while rt_sleep_until(due) != 0 {}
      amps.run()
    }
    used = Double(ThreadTime.now - before)
  }
}
