import CRealtime
import Realtime
import Synchronization

/// An item that notes when it was started, and whoever waits for it.
final class Probe: Sendable {
  private let padding = CacheLinePadding()
  private let started = Atomic<Int64>(0)
  private let morePadding = CacheLinePadding()

  var context: UnsafeMutableRawPointer { Unmanaged.passUnretained(self).toOpaque() }

  /// Notes the time.
  static let note: rt_work = { Probe.from($0)?.noteNow() }

  /// Gives the thread the priority of "Pro Audio" first, unless it has it: pools that know no
  /// priorities get the same this way.
  static let promoteAndNote: rt_work = { context in
    let now = rt_now_nanoseconds()
    Promotion.promoteOnce()
    Probe.from(context)?.started.store(now, ordering: .releasing)
  }

  private static func from(_ context: UnsafeMutableRawPointer?) -> Probe? {
    context.map { Unmanaged<Probe>.fromOpaque($0).takeUnretainedValue() }
  }

  private func noteNow() { started.store(rt_now_nanoseconds(), ordering: .releasing) }

  func clear() { started.store(0, ordering: .relaxed) }

  /// When the item was started; looks all the time until it was.
  func waitSpinning() -> Int64 {
    while true {
      let then = started.load(ordering: .acquiring)
      if then != 0 { return then }
      rt_spin_pause()
    }
  }

  /// When the item was started; looks now and then, and leaves its core to others.
  func waitSleeping() -> Int64 {
    while true {
      let then = started.load(ordering: .acquiring)
      if then != 0 { return then }
      _ = rt_sleep_until(rt_now_nanoseconds() + 50_000)
    }
  }
}
