import CRealtime
import Realtime
import Synchronization

extension WorkerCore {
  /// Looks for work while a deadline wants it; nil when none does, else whether there is some.
  @_noLocks
  static func rise(_ worker: UnsafeMutablePointer<WorkerCore>) -> Bool? {
    guard let seat = unsafe worker.pointee.seat else { return nil }
    let queue = unsafe worker.pointee.queue
    // Before the clock: the common case is a queue without deadlines.
    guard unsafe queue.pointee.deadlines.pointee.armed.load(ordering: .relaxed) != 0 else {
      return nil
    }
    let now = Clock.now()
    let before = unsafe seat.pointee.risen.load(ordering: .relaxed)
    let end = unsafe queue.pointee.deadlines.pointee
      .riseEnd(at: now, after: before, rank: seat.pointee.rank)
    guard end > 0 else { return nil }
    // Once for each deadline, be it too late: the worker sleeps again after it.
    unsafe seat.pointee.risen.store(now, ordering: .relaxed)
    guard end > now else { return nil }
    // Counted first: once there is work, nothing is to come before it.
    unsafe queue.pointee.deadlines.pointee.rises.wrappingAdd(1, ordering: .relaxed)
    let hasWork = unsafe look(worker, from: now, risenBefore: before)
    if !hasWork {
      unsafe queue.pointee.deadlines.pointee.risesInVain.wrappingAdd(1, ordering: .relaxed)
    }
    return hasWork
  }

  /// Looks for work until there is some, or no deadline wants it any more.
  ///
  /// Between two looks at the clock and the deadlines only the rings are read.
  @_noLocks
  private static func look(
    _ worker: UnsafeMutablePointer<WorkerCore>, from start: Int64, risenBefore: Int64
  ) -> Bool {
    let queue = unsafe worker.pointee.queue
    let isCounted = unsafe queue.pointee.countsSpinners
    if isCounted {
      unsafe queue.pointee.spinners.wrappingAdd(1, ordering: .sequentiallyConsistent)
    }
    var hasWork = unsafe queue.pointee.hasWork()
    while !hasWork, unsafe isUp(worker, from: start, risenBefore: risenBefore) {
      for _ in 0..<64 where !hasWork {
        rt_spin_pause()
        unsafe hasWork = queue.pointee.hasWork()
      }
    }
    if isCounted {
      unsafe queue.pointee.spinners.wrappingSubtract(1, ordering: .sequentiallyConsistent)
    }
    return hasWork
  }

  /// Whether a worker that rose is to go on looking for work.
  @_noLocks
  private static func isUp(
    _ worker: UnsafeMutablePointer<WorkerCore>, from start: Int64, risenBefore: Int64
  ) -> Bool {
    guard let seat = unsafe worker.pointee.seat,
      unsafe !worker.pointee.isStopping.load(ordering: .acquiring)
    else { return false }
    let now = Clock.now()
    let end = unsafe worker.pointee.queue.pointee.deadlines.pointee
      .riseEnd(at: now, after: risenBefore, rank: seat.pointee.rank)
    return now < end && now - start < DeadlineTable.longestRiseNanoseconds
  }

  /// Sleeps until a wake, or until the next rise this worker takes part in.
  ///
  /// Whoever sets an earlier deadline afterwards finds the time in `sleepsUntil`, and nudges the
  /// worker; one that came before, this sees. Follows an `announce`.
  @_noLocks
  static func parkUntilRise(_ worker: UnsafeMutablePointer<WorkerCore>) {
    let queue = unsafe worker.pointee.queue
    guard let seat = unsafe worker.pointee.seat else {
      return unsafe queue.pointee.parker.park()
    }
    var isAsleep = true
    while isAsleep {
      let moment = unsafe queue.pointee.parker.moment
      let isGrown = unsafe worker.pointee.isGrown
      let latest = unsafe isGrown ? worker.pointee.leaveTime(at: Clock.now()) : .max
      let until = unsafe sleepTime(seat, queue, atMost: latest)
      switch unsafe queue.pointee.parker.park(until: until, since: moment) {
      case .nudged: break
      case .woken, .timedOut: isAsleep = false
      }
    }
    unsafe seat.pointee.sleepsUntil.store(0, ordering: .releasing)
  }

  /// Until when a worker may sleep, which it also shows.
  @_noLocks
  private static func sleepTime(
    _ seat: UnsafeMutablePointer<WorkerSeat>, _ queue: UnsafeMutablePointer<QueueCore>,
    atMost limit: Int64
  ) -> Int64 {
    var until = limit
    while true {
      unsafe seat.pointee.sleepsUntil.store(until, ordering: .sequentiallyConsistent)
      let rise = unsafe queue.pointee.deadlines.pointee.nextRise(
        after: seat.pointee.risen.load(ordering: .relaxed), rank: seat.pointee.rank)
      if rise >= until { return until }
      until = rise
    }
  }
}
