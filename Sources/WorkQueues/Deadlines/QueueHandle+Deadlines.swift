import Realtime
import Synchronization

extension QueueHandle {
  /// Sets a time, on CLOCK_MONOTONIC, by which what the queue was given has to be done.
  ///
  /// From `preDeadlineNanoseconds` before it, the first `risingWorkers` of the queue's workers look
  /// for work without sleeping, each until it has found some, the deadline has passed or 10 ms are
  /// over; a put meanwhile costs no system call. The deadline is missed when it passes while items
  /// of the queue wait or run. Nil when the queue, with the serial queues over it, has 64 deadlines
  /// already, or is closed. To change a deadline, set another and cancel this one.
  ///
  /// Costs no system call where the workers and the timer's thread are awake or wake up early
  /// enough by themselves, else one for each of the two. Thread: any. The corresponding C functions
  /// are `RtwqSetDeadline` and `RtwqSetDeadline2`.
  @_noLocks
  public func setDeadline(
    dueNanoseconds: Int64, preDeadlineNanoseconds: Int64 = 0, risingWorkers: Int = .max
  ) -> DeadlineKey? {
    let now = Clock.now()
    let deadline = unsafe Deadline(
      due: dueNanoseconds, preDeadline: preDeadlineNanoseconds, risingWorkers: risingWorkers,
      owner: core, now: now)
    unsafe core.pointee.settleDeadlines()
    guard let key = unsafe core.pointee.deadlines.pointee.set(deadline) else { return nil }
    // Looked at again once it is set: either this sees that the queue closes, or the closing
    // thread sees the deadline.
    if unsafe core.pointee.isClosed.load(ordering: .sequentiallyConsistent) {
      _ = cancelDeadline(key)
      return nil
    }
    unsafe TimerCore.watch(core.pointee.deadlines, until: deadline.dueNanoseconds)
    tellWorkers(of: deadline)
    return key
  }

  /// Cancels a deadline; false when it has passed or was cancelled before.
  ///
  /// After true it is never counted as missed. Thread: any. The corresponding C function is
  /// `RtwqCancelDeadline`.
  @_noLocks
  public func cancelDeadline(_ key: DeadlineKey) -> Bool {
    unsafe core.pointee.deadlines.pointee.cancel(key, of: core)
  }

  /// Nudges the workers when one of them would sleep for too long.
  @_noLocks
  private func tellWorkers(of deadline: Deadline) {
    guard deadline.riseNanoseconds < .max,
      unsafe core.pointee.deadlines.pointee.isAnySleeping(
        past: deadline.riseNanoseconds, amongFirst: deadline.risingWorkers)
    else { return }
    var base = unsafe core
    while let below = unsafe base.pointee.target { unsafe base = unsafe below }
    unsafe base.pointee.nudgeWorkers()
  }
}

extension QueueCore {
  /// Tells this queue from others where no pointer to it is at hand.
  ///
  /// That of a lane is its preempting queue's.
  var identity: UInt {
    @_noLocks get { unsafe UInt(bitPattern: front?.pointee.rings ?? rings) }
  }

  /// Settles what has passed before new work comes; the clock is read only while there are deadlines.
  @_noLocks
  borrowing func settleDeadlines() {
    let due = unsafe deadlines.pointee.nextDue.load(ordering: .relaxed)
    guard due < .max else { return }
    let now = Clock.now()
    if now >= due { unsafe deadlines.pointee.settle(at: now) }
  }

  /// Has all sleeping workers look anew until when they may sleep.
  @_noLocks
  borrowing func nudgeWorkers() {
    guard let lanes = unsafe lanes else { return parker.nudge() }
    for place in 0..<3 { unsafe lanes[place].parker.nudge() }
  }
}

extension WorkItem {
  var functionAddress: UInt { @_noLocks get { unsafe unsafeBitCast(function, to: UInt.self) } }

  var contextAddress: UInt { @_noLocks get { unsafe UInt(bitPattern: context) } }
}
