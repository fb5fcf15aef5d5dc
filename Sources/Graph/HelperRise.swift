import Realtime
import WorkQueues

/// Has helpers look for work when the next period is due, instead of being woken for it.
///
/// One for each driver; the thread that runs its periods uses it.
public struct HelperRise: ~Copyable {
  /// How long before a period helpers rise.
  private static var leadNanoseconds: Int64 { @_noLocks get { 120_000 } }
  /// Periods that are shorter or longer than this are none that helpers rise for.
  private static var shortest: Int64 { @_noLocks get { 50_000 } }
  private static var longest: Int64 { @_noLocks get { 1_000_000_000 } }

  private var dueNanoseconds: Int64 = 0
  private var lengthNanoseconds: Int64 = 0
  private var isSteady = false
  private var helpers = 0
  private var queue: QueueHandle?
  private var key: DeadlineKey?

  /// Creates one that has seen no period.
  @_noLocks
  public init() {}

  /// Notes when a period is due.
  @_noLocks
  mutating func note(due: Int64) {
    let length = due &- dueNanoseconds
    isSteady =
      length >= Self.shortest && length <= Self.longest
      && abs(length - lengthNanoseconds) <= lengthNanoseconds / 8
    lengthNanoseconds = length
    dueNanoseconds = due
  }

  /// Asks for the rise of some helpers for the next period.
  @_noLocks
  mutating func plan(_ helpers: Int, of queue: QueueHandle) {
    self.helpers = isSteady ? helpers : 0
    self.queue = queue
  }

  /// Sets the rise of the helpers for the next period, in place of the one before.
  ///
  /// To be called at the end of each period, as the last thing: it takes a microsecond. The deadline
  /// it sets is the next period's end: helpers look for work until then, or until they have found
  /// some. Done soon after a run that helpers took part in, while they are awake, this costs no
  /// system call. Thread: cycle, the one that runs the periods.
  @_noLocks
  public mutating func prepare() {
    guard let queue else { return }
    self.queue = nil
    let before = key
    key = nil
    if helpers > 0 {
      key = queue.setDeadline(
        dueNanoseconds: dueNanoseconds + 2 * lengthNanoseconds,
        preDeadlineNanoseconds: lengthNanoseconds + Self.leadNanoseconds, risingWorkers: helpers)
    }
    if let before { _ = queue.cancelDeadline(before) }
  }

  /// How long a period lasts; 0 while that is not known.
  var periodNanoseconds: Int64 { @_noLocks get { isSteady ? lengthNanoseconds : 0 } }
}
