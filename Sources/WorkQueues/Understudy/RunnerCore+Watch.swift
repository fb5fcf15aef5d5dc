// Code used in the cycle.
import CRealtime
import Realtime
import Synchronization

extension RunnerCore {
  /// Looks after the driver; true once this thread has taken a period from it.
  ///
  /// It sleeps as long as the driver puts the alarm off.
  @_noLocks
  static func watch(_ runner: UnsafeMutablePointer<RunnerCore>) -> Bool {
    let relay = unsafe runner.pointee.relay
    let seen = unsafe relay.pointee.bell.load(ordering: .acquiring)
    guard unsafe relay.pointee.isWatched, unsafe relay.pointee.takeWatch(runner) else {
      // The watch is another's. Nobody rings for a queue that closes.
      unsafe relay.pointee.sleep(until: Clock.now() + 50_000_000, since: seen)
      return false
    }
    let turn = unsafe relay.pointee.turn.load(ordering: .acquiring)
    let time = unsafe relay.pointee.rescueNanoseconds.load(ordering: .relaxed)
    let now = Clock.now()
    guard turn & 1 == 1, now >= time else {
      let next = unsafe relay.pointee.nextLook(at: now, after: time, isInWork: turn & 1 == 1)
      unsafe relay.pointee.sleepAsUnderstudy(until: next, since: seen)
      return false
    }
    return unsafe depose(runner, in: turn)
  }

  /// Takes a period from the driver, unless that has ended it at this moment.
  @_noLocks
  private static func depose(
    _ runner: UnsafeMutablePointer<RunnerCore>, in turn: UInt64
  ) -> Bool {
    let relay = unsafe runner.pointee.relay
    let driver = unsafe relay.pointee.driver.load(ordering: .acquiring)
    guard let late = unsafe UnsafeMutablePointer<RunnerCore>(bitPattern: driver) else {
      return false
    }
    // Said before the exchange: the other takes it back once it has lost that.
    unsafe late.pointee.worker.pointee.isLost.store(true, ordering: .relaxed)
    guard unsafe relay.pointee.end(turn) else {
      unsafe late.pointee.worker.pointee.isLost.store(false, ordering: .relaxed)
      return false
    }
    unsafe relay.pointee.lost.wrappingAdd(1, ordering: .relaxed)
    unsafe relay.pointee.rescues.wrappingAdd(1, ordering: .relaxed)
    unsafe runner.pointee.period.pointee = unsafe late.pointee.period.pointee
    unsafe relay.pointee.driver.store(UInt(bitPattern: runner), ordering: .releasing)
    return true
  }

  /// Closes the period this thread has taken, and sees to it that it is watched from now on.
  @_noLocks
  static func rescue(_ runner: UnsafeMutablePointer<RunnerCore>) {
    let relay = unsafe runner.pointee.relay
    unsafe perform(rescueFunction, as: runner, due: runner.pointee.period.pointee.due_nanoseconds)
    unsafe relay.pointee.giveWatchUp()
    unsafe runner.pointee.worker.pointee.changePriority(
      to: relay.pointee.driverPriority.load(ordering: .relaxed))
  }

  /// After the work of a period that another thread closed.
  @_noLocks
  static func depart(_ runner: UnsafeMutablePointer<RunnerCore>) {
    let relay = unsafe runner.pointee.relay
    unsafe runner.pointee.worker.pointee.isLost.store(false, ordering: .relaxed)
    unsafe relay.pointee.lost.wrappingSubtract(1, ordering: .relaxed)
  }

  private static var rescueFunction: rt_work {
    @_noLocks
    get {
      { context in
        guard let runner = unsafe context?.runner else { return }
        unsafe RunnerCore.close(runner, isComplete: false)
      }
    }
  }
}

extension RelayCore {
  /// When to look again for a period that is late.
  ///
  /// With an alarm that is still to come, not before that. The next period can be due no earlier than
  /// one after the last, and a device that lets its periods wait is looked at less and less often.
  @_noLocks
  borrowing func nextLook(at now: Int64, after time: Int64, isInWork: Bool) -> Int64 {
    let period = periodNanoseconds
    if alarm >= 0, alarmNanoseconds.load(ordering: .relaxed) > now { return now + 1_000_000_000 }
    guard time < .max else { return now + 16 * period }
    if isInWork { return time }
    guard time > 0 else { return now + period }
    let patience = min(max(period / 4, (now - time) / 4), 16 * period)
    return max(time + period, now + patience)
  }

  /// Sleeps until a time; until the alarm or, where there is none, the bell.
  @_noLocks
  borrowing func sleepAsUnderstudy(until time: Int64, since seen: UInt32) {
    guard alarm >= 0 else { return sleep(until: time, since: seen) }
    _ = rt_alarm_wait(alarm, time)
  }

  /// Makes a runner the understudy; false while another is.
  @_noLocks
  borrowing func takeWatch(_ runner: UnsafeMutablePointer<RunnerCore>) -> Bool {
    let address = UInt(bitPattern: runner)
    let (isTaken, holder) = understudy.compareExchange(
      expected: 0, desired: address, ordering: .acquiringAndReleasing)
    guard isTaken else { return holder == address }
    unsafe runner.pointee.worker.pointee.changePriority(
      to: understudyPriority.load(ordering: .relaxed))
    return true
  }

  /// Leaves the watch to a runner that rests, or to another that is started.
  @_noLocks
  borrowing func giveWatchUp() {
    understudy.store(0, ordering: .releasing)
    ring()
    unsafe queue.pointee.growth.tell()
  }

  /// Takes a runner that ends out of its part.
  @_noLocks
  borrowing func resign(_ runner: UnsafeMutablePointer<RunnerCore>) {
    _ = understudy.compareExchange(
      expected: UInt(bitPattern: runner), desired: 0, ordering: .acquiringAndReleasing)
  }

  /// Ends the relay: the device has no more periods.
  @_noLocks
  borrowing func end() {
    hasEnded.store(true, ordering: .releasing)
    isStopping.store(true, ordering: .releasing)
    ringOut()
  }
}
