/// How long before an item's time the timer's thread gets up, to be there in time.
///
/// It is awake then until the item is due, so the lead follows how late the thread really wakes up,
/// and takes no more than a tenth of a core.
struct TimerLead: BitwiseCopyable {
  /// How late the thread wakes up, on the average of the last times.
  private(set) var latenessNanoseconds: Int64 = 30_000
  private var restsUntil: Int64 = 0

  /// The longest lead: real-time threads that spin for long keep others from their core.
  static var longestNanoseconds: Int64 { @_noLocks get { 150_000 } }

  @_noLocks
  init() {}

  /// The lead for an item that is looked for at `now`; 0 while the thread has to rest.
  ///
  /// Long enough to wake up, and to wake up the worker too.
  @_noLocks
  func nanoseconds(at now: Int64) -> Int64 {
    guard now >= restsUntil else { return 0 }
    return min(Self.longestNanoseconds, max(10_000, 3 * latenessNanoseconds))
  }

  /// Takes in how late the thread woke up this time.
  @_noLocks
  mutating func wokeUp(late nanoseconds: Int64) {
    let late = min(max(0, nanoseconds), Self.longestNanoseconds)
    latenessNanoseconds += (late - latenessNanoseconds) / 8
  }

  /// Takes in for how long the thread was awake ahead of time.
  @_noLocks
  mutating func waited(from begin: Int64, to end: Int64) {
    restsUntil = end + 9 * max(0, end - begin)
  }
}
