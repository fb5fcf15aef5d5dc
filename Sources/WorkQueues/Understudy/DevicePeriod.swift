// Code and data used in the cycle.
public import CRealtime

/// What a device does around the work of each period.
///
/// All of it runs on the thread that is the driver's at the moment, one after the other.
@safe
public struct DevicePeriod: @unchecked Sendable {
  let wait: rt_wait
  let begin: rt_period_begin
  let commit: rt_period_commit
  let context: UnsafeMutableRawPointer?

  /// Creates the three functions of a device; `context` must live until the periods were stopped.
  ///
  /// `wait` blocks until a period is due, `begin` prepares it, and `commit` hands on what is to be
  /// played. Thread: any.
  @_noLocks
  public init(
    wait: @escaping rt_wait, begin: @escaping rt_period_begin, commit: @escaping rt_period_commit,
    context: UnsafeMutableRawPointer?
  ) {
    unsafe self.wait = wait
    unsafe self.begin = begin
    unsafe self.commit = commit
    unsafe self.context = unsafe context
  }
}

/// What is done in each period: the work, which may come too late, and what closes the period.
@safe
public struct PeriodWork: @unchecked Sendable {
  let open: rt_period_open?
  let function: rt_period_callback
  let close: rt_period_close?
  let context: UnsafeMutableRawPointer?

  /// Creates the work of a period.
  ///
  /// `open` is called before, in the driver's own time: what it leaves as `rt_period.ticket` is the
  /// period's for `function` and `close`. `close` is called once per period, when `function` has returned or is not waited for any
  /// longer; without it, `function` is always waited for. With it, `function` may still be under way
  /// in later periods: it must not look at the playback buffers, nor at the period once another was
  /// closed in its place. `context` must live until then. Thread: any.
  @_noLocks
  public init(
    open: rt_period_open? = nil, function: @escaping rt_period_callback, close: rt_period_close?,
    context: UnsafeMutableRawPointer?
  ) {
    unsafe self.open = unsafe open
    unsafe self.function = function
    unsafe self.close = unsafe close
    unsafe self.context = unsafe context
  }
}

/// How long the work of a period may take, from the time at which the period was due.
public struct PeriodBudget: BitwiseCopyable, Sendable {
  /// When the work has to be done: what it is told as `rt_period.deadline_nanoseconds`.
  let deadlineNanoseconds: Int64
  /// When the understudy closes the period.
  let rescueNanoseconds: Int64

  /// Creates the budget of a device that runs dry `slackNanoseconds` after a period was due.
  ///
  /// The deadline is at `share` of that; the understudy waits for a tenth more. Thread: any.
  @_noLocks
  public init(slackNanoseconds: Int64, share: Double) {
    let slack = Double(max(0, slackNanoseconds))
    deadlineNanoseconds = Int64(slack * share)
    rescueNanoseconds = Int64(slack * min(1, share + 0.1))
  }

  /// The share that leaves time for the closing, and for one late wake.
  public static let usualShare = 0.75
}
