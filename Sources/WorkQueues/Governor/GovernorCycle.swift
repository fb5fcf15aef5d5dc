/// What real-time classes have used in the cycle that runs, and which of them are lowered in it.
///
/// Pure arithmetic: it is told the time and the CPU time of threads, and asks no clock.
struct GovernorCycle {
  /// As many classes as there are bits in a mask.
  static var classLimit: Int { @_noLocks get { 32 } }
  /// How long a cycle lasts while real-time threads are busy.
  static var length: Int64 { @_noLocks get { 10_000_000 } }
  /// How long it lasts while they are calm: a class may overdraw its share that long unnoticed.
  static var lazyLength: Int64 { @_noLocks get { 100_000_000 } }
  /// Calm cycles after which a lazy one follows.
  static var calmLimit: Int { @_noLocks get { 10 } }
  /// The shortest time between two looks.
  static var shortestWait: Int64 { @_noLocks get { 250_000 } }

  let cpuCount: Int64
  /// CPU time of a short cycle that real-time classes may use, all together.
  let share: Int64
  /// CPU time of a short cycle that is everybody else's.
  let reserve: Int64

  /// Whether it may look as rarely as in a lazy cycle.
  var mayBeLazy = true
  private(set) var start: Int64
  private(set) var isLazy = false
  private(set) var total: Int64 = 0
  /// A bit for each class that is lowered until the cycle ends.
  private(set) var lowered: UInt32 = 0
  private var used: InlineArray<32, Int64> = .init(repeating: 0)
  private var calmCycles = 0

  @_noLocks
  init(cpuCount: Int, responsivenessPercent: Int, now: Int64) {
    let reserved = Int64(min(100, max(0, responsivenessPercent)))
    self.cpuCount = Int64(max(1, cpuCount))
    reserve = self.cpuCount * Self.length * reserved / 100
    share = self.cpuCount * Self.length - reserve
    start = now
  }

  /// When the cycle ends.
  var end: Int64 { @_noLocks get { start + (isLazy ? Self.lazyLength : Self.length) } }

  /// CPU time a class has used in it.
  @_noLocks
  func used(by taskClass: Int) -> Int64 { used[taskClass] }

  /// Counts CPU time that a thread of a class, not lowered, has used.
  @_noLocks
  mutating func add(_ nanoseconds: Int64, to taskClass: Int) {
    used[taskClass] += nanoseconds
    total += nanoseconds
  }

  /// Lowers who has to be, among the classes of a mask; returns those that were not before.
  ///
  /// When all together have used up the share, the class that used most is lowered. The others go on
  /// until they have taken a quarter of the reserve, lest they pay for the one that will not stop.
  @_noLocks
  mutating func judge(among present: UInt32) -> UInt32 {
    let candidates = present & ~lowered
    guard !isLazy, isUsedUp(share), candidates != 0 else { return 0 }
    let isOverdrawn = isUsedUp(share + reserve / 4)
    let found = isOverdrawn ? candidates : lowered == 0 ? greediest(of: candidates) : 0
    lowered |= found
    return found
  }

  /// Whether an amount is used up, but for what is not worth another look.
  @_noLocks
  private func isUsedUp(_ limit: Int64) -> Bool { total >= limit - limit / 64 }

  @_noLocks
  private func greediest(of candidates: UInt32) -> UInt32 {
    var found = candidates.trailingZeroBitCount
    var rest = candidates
    while rest != 0 {
      let next = rest.trailingZeroBitCount
      if used[next] > used[found] { found = next }
      rest &= rest - 1
    }
    return 1 << UInt32(found)
  }

  /// When to look again: before `threads` threads could have used up what is left, or at the end.
  @_noLocks
  func nextLook(after now: Int64, threads: Int, present: UInt32) -> Int64 {
    guard !isLazy, present & ~lowered != 0 else { return end }
    let limit = lowered == 0 ? share : share + reserve / 4
    let atOnce = max(1, min(cpuCount, Int64(threads)))
    return min(end, now + max(Self.shortestWait, (limit - total) / atOnce))
  }

  /// Ends the cycle and begins the next, with nothing used and nobody lowered.
  ///
  /// After ten cycles in which less than half of the share was used, the next is lazy.
  @_noLocks
  mutating func beginNext(now: Int64) {
    let lengths = max(1, (now - start) / Self.length)
    let isCalm = total * 2 < share * lengths || total == 0
    calmCycles = isCalm ? min(calmCycles + 1, Self.calmLimit) : 0
    let planned = end
    isLazy = mayBeLazy && calmCycles >= Self.calmLimit
    // On its beat, unless this was seen far too late.
    start = now - planned < Self.length ? planned : now
    total = 0
    lowered = 0
    used = .init(repeating: 0)
  }
}
