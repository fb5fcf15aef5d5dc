import CRealtime
import Realtime
import Synchronization

extension PlanHead {
  /// Steps are timed in so many parts of periods at first, and then now and then.
  private static var timedFirst: UInt64 { @_noLocks get { 16 } }

  /// Has the core fetch at once what helpers had last, and the run needs one after the other.
  @_noLocks
  static func prefetch(_ head: UnsafeMutablePointer<PlanHead>) {
    let core = unsafe head.pointee.cores[head.pointee.current.load(ordering: .relaxed)]
    let board = unsafe core.pointee.board
    unsafe withUnsafePointer(to: board.pointee.left) { unsafe rt_prefetch($0) }
    unsafe withUnsafePointer(to: board.pointee.inside) { unsafe rt_prefetch($0) }
    guard let table = unsafe table(head, of: core) else { return }
    unsafe withUnsafePointer(to: table.pointee.part) { unsafe rt_prefetch($0) }
    unsafe rt_prefetch(core.pointee.steps)
  }

  @_noLocks
  borrowing func countPeriod(frames: Int, allowedThreads: Int, lengthNanoseconds: Int64) {
    periods.addAlone(1)
    if frames > maximumFrames { oversizedPeriods.addAlone(1) }
    self.allowedThreads.store(allowedThreads, ordering: .relaxed)
    periodNanoseconds.store(lengthNanoseconds, ordering: .relaxed)
  }

  /// The core to run the next period on: the other one while a thread is still in a run of this one
  /// that was revoked; nil when both are occupied so.
  @_noLocks
  static func usableCore(
    _ head: UnsafeMutablePointer<PlanHead>
  ) -> UnsafeMutablePointer<PlanCore>? {
    let current = unsafe head.pointee.current.load(ordering: .relaxed)
    for offset in 0..<2 {
      let index = (current + offset) & 1
      let core = unsafe head.pointee.cores[index]
      guard unsafe PlanCore.restore(core) else { continue }
      if offset > 0 { unsafe head.pointee.current.store(index, ordering: .releasing) }
      return unsafe core
    }
    return nil
  }

  /// Goes on with the schedule that the control side gave last.
  @_noLocks
  static func takeSchedule(_ head: UnsafeMutablePointer<PlanHead>) {
    guard unsafe head.pointee.nextSchedule.load(ordering: .relaxed) != 0 else { return }
    let address = unsafe head.pointee.nextSchedule.exchange(0, ordering: .acquiringAndReleasing)
    guard let next = unsafe UnsafeMutablePointer<ScheduleCore>(bitPattern: address) else { return }
    if let before = unsafe head.pointee.schedule { unsafe giveBack(before, to: head) }
    unsafe head.pointee.schedule = unsafe next
  }

  @_noLocks
  private static func giveBack(
    _ schedule: UnsafeMutablePointer<ScheduleCore>, to head: UnsafeMutablePointer<PlanHead>
  ) {
    var first = unsafe head.pointee.returnedSchedules.load(ordering: .relaxed)
    while true {
      unsafe schedule.pointee.nextReturned = unsafe UnsafeMutablePointer(bitPattern: first)
      let (exchanged, original) = unsafe head.pointee.returnedSchedules.weakCompareExchange(
        expected: first, desired: UInt(bitPattern: schedule), ordering: .acquiringAndReleasing)
      if exchanged { return }
      first = original
    }
  }

  /// How many threads share a run, and the next one as far as that is settled.
  struct Turn: BitwiseCopyable {
    let threads: Int
    let nextThreads: Int

    @_noLocks
    init(threads: Int, nextThreads: Int) {
      self.threads = threads
      self.nextThreads = nextThreads
    }
  }

  /// How many threads share the run that begins.
  @_noLocks
  static func nextTurn(_ head: UnsafeMutablePointer<PlanHead>, allowed: Int) -> Turn {
    guard allowed > 1, let schedule = unsafe head.pointee.schedule,
      unsafe schedule.pointee.threads > 1 && schedule.pointee.sharedRuns > 0
    else { return Turn(threads: 1, nextThreads: 1) }
    let threads = unsafe min(allowed, min(schedule.pointee.threads, RunBoard.seatCount))
    var hasNext = true
    if unsafe schedule.pointee.alternates {
      let turn = unsafe schedule.pointee.turn
      unsafe schedule.pointee.turn = turn + 1
      hasNext = ScheduleCore.isShared(turn: turn + 1)
      if !ScheduleCore.isShared(turn: turn) {
        return Turn(threads: 1, nextThreads: hasNext ? threads : 1)
      }
    }
    unsafe schedule.pointee.sharedRuns -= 1
    hasNext = unsafe hasNext && schedule.pointee.sharedRuns > 0
    return Turn(threads: threads, nextThreads: hasNext ? threads : 1)
  }

  /// The items of a core under the schedule that is run.
  @_noLocks
  static func table(
    _ head: UnsafeMutablePointer<PlanHead>, of core: UnsafeMutablePointer<PlanCore>
  ) -> UnsafeMutablePointer<RunTable>? {
    guard let schedule = unsafe head.pointee.schedule else { return nil }
    return unsafe schedule.pointee.tables[head.pointee.cores[0] == core ? 0 : 1]
  }

  /// Prepares a core for a part of a period.
  @_noLocks
  static func beginPart(
    _ head: UnsafeMutablePointer<PlanHead>, _ core: UnsafeMutablePointer<PlanCore>,
    _ period: UnsafePointer<rt_period>, from offset: Int
  ) {
    let rest = unsafe Int(period.pointee.frames) - offset
    let frames = unsafe min(rest, head.pointee.maximumFrames)
    let part = unsafe head.pointee.part &+ 1
    unsafe head.pointee.part = part
    unsafe core.pointee.part = part
    unsafe core.pointee.frames = frames
    unsafe core.pointee.frameTime = period.pointee.frame_time &+ UInt64(offset)
    unsafe core.pointee.events = period.pointee.events
    unsafe core.pointee.isTimed = part <= timedFirst || part & head.pointee.timedMask == 0
    let position = unsafe head.pointee.fadePosition
    let isFading = unsafe position < head.pointee.fadePlan.frames
    unsafe core.pointee.fade =
      isFading ? FadePart(of: head.pointee.fadePlan, at: position) : FadePart()
    if isFading { unsafe head.pointee.fadePosition = position + frames }
  }

  /// Notes how long a run took that was revoked, on the calling thread's way out of it.
  @_noLocks
  static func noteReturn(_ core: UnsafeMutablePointer<PlanCore>) {
    guard let head = unsafe core.pointee.head else { return }
    unsafe head.pointee.lateNanoseconds.store(core.pointee.took, ordering: .relaxed)
    unsafe head.pointee.lateReturns.wrappingAdd(1, ordering: .releasing)
  }

  /// Counts a part of a period that was run to its end.
  @_noLocks
  static func endPart(
    _ head: UnsafeMutablePointer<PlanHead>, _ core: UnsafeMutablePointer<PlanCore>,
    took nanoseconds: Int64, isShared: Bool
  ) {
    if unsafe !core.pointee.isTimed {
      if isShared {
        unsafe head.pointee.parallelTimes.record(nanoseconds)
      } else {
        unsafe head.pointee.serialTimes.record(nanoseconds)
      }
      // Where steps are small, what it takes to time them counts.
      let isSmall = unsafe nanoseconds < Int64(core.pointee.stepCount) * 500
      unsafe head.pointee.timedMask = isSmall ? 63 : 15
    }
    if unsafe head.pointee.fadePosition >= head.pointee.fadePlan.frames,
      unsafe !head.pointee.fadeIsDone.load(ordering: .relaxed)
    {
      unsafe head.pointee.fadeIsDone.store(true, ordering: .releasing)
    }
  }
}
