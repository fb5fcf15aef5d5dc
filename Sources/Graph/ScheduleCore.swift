/// How a plan's steps are shared among threads; never changes a sample.
///
/// Made on the control side, and given to the cycle and back by one exchange of a pointer.
@safe
struct ScheduleCore: ~Copyable {
  /// The items of each core.
  let tables: InlineArray<2, UnsafeMutablePointer<RunTable>>
  /// How many threads are of use.
  let threads: Int
  /// Whether every second run is shared only, so that the two can be compared.
  let alternates: Bool
  var isSharedNext = true
  /// How many more runs may be shared before it is looked at again.
  var sharedRuns: Int
  /// The next of those that were given back.
  var nextReturned: UnsafeMutablePointer<ScheduleCore>?
}
