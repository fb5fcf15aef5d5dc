// Code and data used in the cycle.
import CRealtime
import Realtime
import Synchronization

/// What the threads share that take turns as a driver's thread.
///
/// One of them is the driver, at most one is its understudy, and the others rest or are lost in the
/// work of a period. Who closes a period is settled by one exchange on `turn`.
@safe
struct RelayCore: ~Copyable {
  let device: DevicePeriod
  let work: PeriodWork
  /// nil for periods that are always waited for.
  let budget: PeriodBudget?
  let periodNanoseconds: Int64
  /// Whether the device's wait may last for ever, so that nobody waits for its end.
  let isForeign: Bool

  /// The number of the period, shifted by one; the lowest bit is set while its work is under way.
  let turn = Atomic<UInt64>(0)
  /// Until when the understudy leaves the present period alone, `.max` for ever.
  let rescueNanoseconds = Atomic<Int64>(0)
  /// The runner that is the driver, and the one that watches it; 0 for none.
  let driver = Atomic<UInt>(0)
  let understudy = Atomic<UInt>(0)
  /// Whether periods may take as long as they want at the moment.
  let isUnhurried = Atomic<Bool>(false)

  let isStopping = Atomic<Bool>(false)
  /// Whether the device said that no more periods will come.
  let hasEnded = Atomic<Bool>(false)
  /// What runners that rest sleep on.
  let bell = Atomic<UInt32>(0)
  /// Wakes the understudy when a period is late; negative where there is none.
  let alarm: Int32
  /// What the driver set the alarm for last.
  let alarmNanoseconds = Atomic<Int64>(.max)

  let rescues = Atomic<UInt64>(0)
  /// Runners that are in the work of a period others have closed.
  let lost = Atomic<Int>(0)
  /// The real-time priorities of the driver and of the understudy; 0 for none.
  let driverPriority = Atomic<Int32>(0)
  let understudyPriority = Atomic<Int32>(0)
  /// The queue whose thread for long work starts another runner.
  let queue: UnsafeMutablePointer<QueueCore>

  /// Whether an understudy may close a period.
  var isWatched: Bool { @_noLocks get { unsafe budget != nil && work.close != nil } }

  /// Opens a period for its work; returns its number.
  @_noLocks
  borrowing func open(due: Int64) -> UInt64 {
    let now = Clock.now()
    let time = rescueTime(due: due, now: now)
    rescueNanoseconds.store(time, ordering: .relaxed)
    // Before others can take the period, and with it the alarm.
    expectEnd(at: time, now: now)
    let number = turn.load(ordering: .relaxed) | 1
    turn.store(number, ordering: .releasing)
    return number
  }

  /// Ends the work of a period; true for the one thread that closes it.
  @_noLocks
  borrowing func end(_ number: UInt64) -> Bool {
    turn.compareExchange(
      expected: number, desired: number + 1, ordering: .acquiringAndReleasing
    ).exchanged
  }

  /// Puts the alarm off, now that this period is closed: it so goes off only for one that does not
  /// come, or is late.
  @_noLocks
  borrowing func expectNext() {
    guard alarm >= 0, !isStopping.load(ordering: .relaxed) else { return }
    let time = rescueNanoseconds.load(ordering: .relaxed)
    guard time < .max, let budget else { return setAlarm(for: .max) }
    // With several periods in the device's buffer, it may be far enough off.
    let next = time + periodNanoseconds
    let endOfNext = next - budget.rescueNanoseconds + periodNanoseconds / 2
    if alarmNanoseconds.load(ordering: .relaxed) < endOfNext { setAlarm(for: next) }
  }

  /// Sees to it that the alarm goes off when the period's time is up, or before.
  @_noLocks
  private borrowing func expectEnd(at time: Int64, now: Int64) {
    guard alarm >= 0, let budget else { return }
    let set = alarmNanoseconds.load(ordering: .relaxed)
    // What is not worth a system call.
    let grace = budget.rescueNanoseconds / 32
    guard time < .max, set > now + grace, set <= time + grace else { return setAlarm(for: time) }
  }

  @_noLocks
  private borrowing func setAlarm(for time: Int64) {
    guard time < .max || alarmNanoseconds.load(ordering: .relaxed) < .max else { return }
    alarmNanoseconds.store(time, ordering: .relaxed)
    rt_alarm_set(alarm, time)
  }

  @_noLocks
  private borrowing func rescueTime(due: Int64, now: Int64) -> Int64 {
    guard let budget, !isUnhurried.load(ordering: .relaxed) else { return .max }
    // A thread that was woken late by the machine still gets a part of its time.
    return max(due + budget.rescueNanoseconds, now + budget.rescueNanoseconds / 4)
  }

  /// When the work of a period that was due has to be done; 0 for whenever.
  @_noLocks
  borrowing func deadline(due: Int64) -> Int64 {
    guard let budget, isWatched, !isUnhurried.load(ordering: .relaxed) else { return 0 }
    return max(due + budget.deadlineNanoseconds, Clock.now() + budget.deadlineNanoseconds / 4)
  }

  /// Has every runner that rests look around.
  @_noLocks
  borrowing func ring() {
    bell.wrappingAdd(1, ordering: .releasing)
    _ = unsafe withUnsafePointer(to: bell) { unsafe rt_futex_wake($0, .max) }
  }

  /// Has every runner look around that has no work, the understudy too; nobody drives any longer.
  @_noLocks
  borrowing func ringOut() {
    ring()
    if alarm >= 0 { rt_alarm_set(alarm, 0) }
  }

  /// Sleeps until a time, or until the bell is rung after it was seen.
  @_noLocks
  borrowing func sleep(until time: Int64, since seen: UInt32) {
    _ = unsafe withUnsafePointer(to: bell) { unsafe rt_futex_wait($0, seen, time) }
  }
}
