import CRealtime
import Synchronization
import TestSupport

@testable import WorkQueues

/// A device of periods that come when the test has some left, and what its callback does with them.
final class RelayedDevice: @unchecked Sendable {
  /// Periods that may still come; a negative number ends the device.
  let left = Atomic<Int>(0)
  /// The period whose work does not return until `release`, counted from 1; 0 for none.
  let stuckPeriod = Atomic<Int>(0)
  /// So many periods from that one on are stuck.
  let stuckCount = Atomic<Int>(1)
  let isReleased = Atomic<Bool>(false)
  let returned = Atomic<Int>(0)

  let begun = Atomic<Int>(0)
  let worked = Atomic<Int>(0)
  let closed = Atomic<Int>(0)
  let closedLate = Atomic<Int>(0)
  let committed = Atomic<Int>(0)
  /// Threads in the parts of a period that only one may be in.
  let inside = Atomic<Int>(0)
  let collisions = Atomic<Int>(0)
  /// How long the work of each period lasts.
  let workNanoseconds = Atomic<Int64>(0)
  /// What only the driver's thread touches: a race for the thread sanitizer when others do.
  private let period = UnsafeMutablePointer<rt_period>.allocate(capacity: 1)
  private var committedFrames: UInt64 = 0

  /// All there were: a thread may be in one when its test has ended.
  private static let kept = Locked<[RelayedDevice]>([])

  init() {
    period.initialize(to: rt_period())
    Self.kept.withLock { $0.append(self) }
  }

  private func enter() {
    if inside.wrappingAdd(1, ordering: .acquiringAndReleasing).oldValue != 0 {
      collisions.wrappingAdd(1, ordering: .relaxed)
    }
  }
  private func leave() { inside.wrappingSubtract(1, ordering: .acquiringAndReleasing) }

  var device: DevicePeriod {
    DevicePeriod(
      wait: { RelayedDevice.of($0).wait($1) }, begin: { RelayedDevice.of($0).begin() },
      commit: { context, _ in RelayedDevice.of(context).commit() },
      context: Unmanaged.passUnretained(self).toOpaque())
  }

  var work: PeriodWork {
    PeriodWork(
      function: { context, period in RelayedDevice.of(context).perform(period) },
      close: { RelayedDevice.of($0).close(isComplete: $2) },
      context: Unmanaged.passUnretained(self).toOpaque())
  }

  private static func of(_ context: UnsafeMutableRawPointer?) -> RelayedDevice {
    guard let context else { preconditionFailure("a callback without its context") }
    return Unmanaged<RelayedDevice>.fromOpaque(context).takeUnretainedValue()
  }

  private func wait(_ due: UnsafeMutablePointer<Int64>?) -> rt_wait_result {
    enter()
    defer { leave() }
    due?.pointee = rt_now_nanoseconds()
    let left = left.load(ordering: .acquiring)
    guard left >= 0 else { return rt_wait_end }
    guard left > 0 else {
      _ = rt_sleep_until(rt_now_nanoseconds() + 100_000)
      return rt_wait_again
    }
    self.left.wrappingSubtract(1, ordering: .relaxed)
    return rt_wait_ready
  }

  private func begin() -> UnsafePointer<rt_period>? {
    enter()
    defer { leave() }
    period.pointee.frame_time = committedFrames
    period.pointee.frames = 16
    begun.wrappingAdd(1, ordering: .relaxed)
    return UnsafePointer(period)
  }

  private func perform(_ period: UnsafePointer<rt_period>?) {
    guard let period else { return }
    let number = Int(period.pointee.frame_time / 16) + 1
    worked.wrappingAdd(1, ordering: .relaxed)
    let duration = workNanoseconds.load(ordering: .relaxed)
    if duration > 0 { _ = rt_sleep_until(rt_now_nanoseconds() + duration) }
    let stuck = stuckPeriod.load(ordering: .acquiring)
    guard stuck > 0, number >= stuck,
      number < stuck + stuckCount.load(ordering: .relaxed)
    else { return }
    while !isReleased.load(ordering: .acquiring) {
      _ = rt_sleep_until(rt_now_nanoseconds() + 100_000)
    }
    returned.wrappingAdd(1, ordering: .acquiringAndReleasing)
  }

  private func close(isComplete: Bool) {
    enter()
    defer { leave() }
    closed.wrappingAdd(1, ordering: .relaxed)
    if !isComplete { closedLate.wrappingAdd(1, ordering: .releasing) }
  }

  private func commit() {
    enter()
    defer { leave() }
    committedFrames += 16
    committed.wrappingAdd(1, ordering: .acquiringAndReleasing)
  }
}
