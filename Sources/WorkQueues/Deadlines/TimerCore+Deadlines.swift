import CRealtime
import Realtime
import Synchronization

extension TimerCore {
  typealias Table = UnsafeMutablePointer<DeadlineTable>

  /// Sees to it that a table is looked at when `due` has passed, even if nobody brings it work.
  @_noLocks
  static func watch(_ table: Table, until due: Int64) {
    guard let timer = unsafe table.pointee.timer else { return }
    if unsafe !table.pointee.isWatched.exchange(true, ordering: .acquiringAndReleasing) {
      unsafe timer.pointee.push(table)
    }
    if unsafe due < timer.pointee.sleepsUntil.load(ordering: .sequentiallyConsistent) {
      unsafe timer.pointee.deadlineWakes.wrappingAdd(1, ordering: .relaxed)
      unsafe timer.pointee.wake()
    }
  }

  /// Adds a table to those the timer's thread has not seen yet.
  @_noLocks
  private borrowing func push(_ table: Table) {
    var first = arriving.load(ordering: .relaxed)
    while true {
      unsafe table.pointee.nextWatched.store(first, ordering: .relaxed)
      let (exchanged, original) = arriving.weakCompareExchange(
        expected: first, desired: UInt(bitPattern: table), ordering: .sequentiallyConsistent)
      if exchanged { return }
      first = original
    }
  }

  /// Moves the tables that have come to the timer's own list.
  ///
  /// Thread: the timer's.
  @_noLocks
  private borrowing func takeArriving() {
    var next = arriving.exchange(0, ordering: .sequentiallyConsistent)
    while let table = unsafe Table(bitPattern: next) {
      unsafe next = table.pointee.nextWatched.load(ordering: .relaxed)
      unsafe table.pointee.nextWatched.store(
        watched.load(ordering: .relaxed), ordering: .relaxed)
      watched.store(UInt(bitPattern: table), ordering: .relaxed)
    }
  }

  /// Settles the deadlines that have passed.
  ///
  /// Thread: the timer's.
  @_noLocks
  borrowing func settleDeadlines(at now: Int64) {
    takeArriving()
    var next = watched.load(ordering: .relaxed)
    while let table = unsafe Table(bitPattern: next) {
      if unsafe table.pointee.nextDue.load(ordering: .sequentiallyConsistent) <= now {
        unsafe table.pointee.settle(at: now)
      }
      unsafe next = table.pointee.nextWatched.load(ordering: .relaxed)
    }
  }

  /// When the timer's thread has to wake up, for an item or a deadline; -1 for not at all.
  ///
  /// Whoever sets an earlier deadline afterwards finds this time in `sleepsUntil`, and wakes the
  /// thread; one that came before, this sees. Thread: the timer's.
  @_noLocks
  borrowing func sleepTime(untilItem due: Int64) -> Int64 {
    var until = due < 0 ? Int64.max : due
    while true {
      sleepsUntil.store(until, ordering: .sequentiallyConsistent)
      let earliest = earliestDeadline()
      guard earliest < until else { return until == .max ? -1 : until }
      until = earliest
    }
  }

  @_noLocks
  private borrowing func earliestDeadline() -> Int64 {
    takeArriving()
    var earliest = Int64.max
    var next = watched.load(ordering: .relaxed)
    while let table = unsafe Table(bitPattern: next) {
      earliest = min(
        earliest, unsafe table.pointee.nextDue.load(ordering: .sequentiallyConsistent))
      unsafe next = table.pointee.nextWatched.load(ordering: .relaxed)
    }
    return earliest
  }

  /// Forgets the table of a queue that is about to go.
  ///
  /// Thread: the timer's.
  @_noLocks
  borrowing func unwatch(_ queue: UInt) {
    guard let core = unsafe UnsafeMutablePointer<QueueCore>(bitPattern: queue),
      unsafe core.pointee.target == nil
    else { return }
    takeArriving()
    let leaving = unsafe UInt(bitPattern: core.pointee.deadlines)
    var previous: Table?
    var next = watched.load(ordering: .relaxed)
    while let table = unsafe Table(bitPattern: next) {
      unsafe next = table.pointee.nextWatched.load(ordering: .relaxed)
      guard UInt(bitPattern: table) == leaving else {
        unsafe previous = unsafe table
        continue
      }
      if let previous = unsafe previous {
        unsafe previous.pointee.nextWatched.store(next, ordering: .relaxed)
      } else {
        watched.store(next, ordering: .relaxed)
      }
    }
  }
}
