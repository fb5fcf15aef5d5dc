/// How a plan's steps are shared among threads; never changes a sample.
///
/// Made on the control side, and given to the cycle and back by one exchange of a pointer.
@safe
struct ScheduleCore: ~Copyable {
  /// The items of each core.
  let tables: InlineArray<2, UnsafeMutablePointer<RunTable>>
  /// How many threads are of use.
  let threads: Int
  /// Whether runs that are shared take turns with such that are not, so that they can be compared.
  let alternates: Bool
  /// Counts the runs of such a trial.
  var turn = 0
  /// How many more runs may be shared before it is looked at again.
  var sharedRuns: Int
  /// The next of those that were given back.
  var nextReturned: UnsafeMutablePointer<ScheduleCore>?
}

extension ScheduleCore {
  /// So many runs of a kind follow one another, so that helpers are as awake as usual.
  private static var runsInTurn: Int { @_noLocks get { 8 } }

  /// Whether a run of a trial is shared.
  @_noLocks
  static func isShared(turn: Int) -> Bool { turn / runsInTurn & 1 == 1 }
}
