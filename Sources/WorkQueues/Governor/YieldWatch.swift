/// Watches one thread for whether it gives its core away by itself now and then.
///
/// Pure arithmetic, like `GovernorCycle`.
struct YieldWatch {
  /// How long a thread may go on without a pause before it is named.
  static var patience: Int64 { @_noLocks get { 1_000_000_000 } }

  private var since: Int64
  private var cpuNanoseconds: Int64
  private var switches: UInt64
  private(set) var isNamed = false
  /// Whether it had paused at the last look.
  private(set) var hasPaused = false

  @_noLocks
  init(now: Int64, cpuNanoseconds: Int64, switches: UInt64) {
    since = now
    self.cpuNanoseconds = cpuNanoseconds
    self.switches = switches
  }

  /// Takes a look at a thread that has used next to nothing of the time since the last one, which
  /// counts as a pause: it did no harm.
  @_noLocks
  mutating func sawCalm(now: Int64, cpuNanoseconds: Int64) {
    self.cpuNanoseconds = cpuNanoseconds
    since = now
    hasPaused = true
    isNamed = false
  }

  /// Whether a thread has used so little since the last look that it need not be looked at closely.
  @_noLocks
  func isCalm(cpuNanoseconds: Int64) -> Bool {
    cpuNanoseconds - self.cpuNanoseconds < GovernorRun.watchInterval / 16
  }

  /// Takes a look; true when the thread is to be named, once for each time it will not yield.
  ///
  /// `switches` is how often it gave its core away by itself. A thread that was kept from every core
  /// since the last look counts as one that has paused: it did no harm.
  @_noLocks
  mutating func look(now: Int64, cpuNanoseconds: Int64, switches: UInt64) -> Bool {
    hasPaused = switches != self.switches || cpuNanoseconds == self.cpuNanoseconds
    self.cpuNanoseconds = cpuNanoseconds
    self.switches = switches
    if hasPaused {
      since = now
      isNamed = false
    }
    guard !isNamed, now - since > Self.patience else { return false }
    isNamed = true
    return true
  }
}
