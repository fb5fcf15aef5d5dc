/// A missed deadline as the cycle notes it.
@safe
struct MissedRecord: BitwiseCopyable {
  let dueNanoseconds: Int64
  let lateNanoseconds: Int64
  var waiting = 0
  private(set) var runningCount = 0
  private(set) var running = InlineArray<8, ShownItem>(repeating: ShownItem())

  @_noLocks
  init(dueNanoseconds: Int64, lateNanoseconds: Int64) {
    self.dueNanoseconds = dueNanoseconds
    self.lateNanoseconds = lateNanoseconds
  }

  /// Whether anything waited or ran.
  var isMissed: Bool { @_noLocks get { waiting > 0 || runningCount > 0 } }

  /// Notes an item that ran; of more than eight, the first.
  @_noLocks
  mutating func add(_ item: ShownItem) {
    guard runningCount < 8 else { return }
    running[runningCount] = item
    runningCount += 1
  }
}
