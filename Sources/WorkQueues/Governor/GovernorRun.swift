import CRealtime
import Realtime
import Synchronization

/// What belongs to the governor's thread alone.
@safe
struct GovernorRun: ~Copyable {
  /// How often it looks for threads that do not yield.
  static var watchInterval: Int64 { @_noLocks get { 100_000_000 } }
  let core: UnsafeMutablePointer<GovernorCore>
  /// What it saw of each slot's thread.
  let seen: UnsafeMutablePointer<SeenThread>
  var cycle: GovernorCycle
  /// Classes that have threads, and how many threads there are.
  var present: UInt32 = 0
  var threadCount = 0
  var nextWatch: Int64 = 0
  /// RLIMIT_RTTIME's hard limit, `.max` for none.
  var limitMicroseconds = Int64.max
  var demotionsSeen: UInt64 = 0
  /// Whether nice 19 can be undone.
  var mayUndoNice = false

  /// What the governor saw of a thread.
  struct SeenThread: BitwiseCopyable {
    var generation: UInt32 = 0
    var cpuNanoseconds: Int64 = 0
    /// CPU time in this cycle.
    var usedNanoseconds: Int64 = 0
    var yields: YieldWatch?
    var switchesWhenDemoted: UInt64 = 0
    /// CPU time at real-time priority since it paused, as far as is known, and how often it had paused.
    var unpausedNanoseconds: Int64 = 0
    var switches: UInt64 = 0

    @_noLocks
    init() {}
  }

  /// The life of the governor's thread.
  @_noLocks
  static func work(_ opaque: UnsafeMutableRawPointer?) {
    guard let run = unsafe opaque?.assumingMemoryBound(to: GovernorRun.self) else { return }
    let core = unsafe run.pointee.core
    unsafe run.pointee.mayUndoNice = rt_may_undo_nice()
    unsafe run.pointee.demotionsSeen = rt_cpu_time_demotions()
    unsafe run.pointee.cycle.beginNext(now: Clock.now())
    while unsafe !core.pointee.isStopping.load(ordering: .acquiring) {
      let signal = unsafe core.pointee.signal.load(ordering: .acquiring)
      let next = unsafe run.pointee.turn(now: Clock.now())
      _ = unsafe withUnsafePointer(to: core.pointee.signal) {
        unsafe rt_futex_wait($0, signal, next)
      }
    }
    while unsafe !run.pointee.raiseAll() { _ = rt_sleep_until(Clock.now() + 100_000) }
  }

  /// Looks at every thread and does what is due; returns when to look again.
  @_noLocks
  mutating func turn(now: Int64) -> Int64 {
    takeDemotions(now: now)
    measure()
    watchLimit()
    if now >= cycle.end {
      endCycle(now: now)
    } else {
      lower(cycle.judge(among: present))
    }
    if now >= nextWatch {
      watchThreads(now: now)
      nextWatch = now + Self.watchInterval
    }
    return cycle.nextLook(after: now, threads: threadCount, present: present)
  }

  /// Counts the CPU time each thread has used since the last look.
  @_noLocks
  private mutating func measure() {
    present = 0
    threadCount = 0
    for index in 0..<(unsafe core.pointee.slotEnd.load(ordering: .acquiring)) {
      let slot = unsafe core.pointee.slots + index
      guard unsafe slot.pointee.tryHold() else { continue }
      unsafe measure(slot, seen + index)
      unsafe slot.pointee.letGo()
    }
  }

  @_noLocks
  private mutating func measure(
    _ slot: UnsafeMutablePointer<GovernedSlot>, _ seen: UnsafeMutablePointer<SeenThread>
  ) {
    let now = unsafe rt_thread_cpu_nanoseconds(slot.pointee.threadID.load(ordering: .relaxed))
    guard now >= 0, unsafe slot.pointee.priority.load(ordering: .relaxed) > 0 else { return }
    let generation = unsafe slot.pointee.generation.load(ordering: .relaxed)
    if unsafe seen.pointee.generation != generation {
      unsafe seen.pointee = SeenThread()
      unsafe seen.pointee.generation = generation
      unsafe seen.pointee.cpuNanoseconds = now
    }
    let used = unsafe now - seen.pointee.cpuNanoseconds
    unsafe seen.pointee.cpuNanoseconds = now
    let taskClass = unsafe slot.pointee.taskClass.load(ordering: .relaxed)
    present |= 1 << UInt32(taskClass)
    threadCount += 1
    // What a lowered thread uses, nobody else wanted.
    let isLowered = unsafe slot.pointee.isLowered.load(ordering: .relaxed)
    guard !isLowered, unsafe slot.pointee.demotedNanoseconds.load(ordering: .relaxed) == 0 else {
      return
    }
    unsafe seen.pointee.usedNanoseconds += used
    unsafe seen.pointee.unpausedNanoseconds += used
    cycle.add(used, to: taskClass)
  }
}
