/// A missed deadline as the cycle notes it.
@safe
struct MissedRecord: BitwiseCopyable {
  let dueNanoseconds: Int64
  /// When that was noticed.
  let noticed: Moment
  var waiting = 0
  private(set) var runningCount = 0
  private(set) var running = InlineArray<8, ShownItem>(repeating: ShownItem())

  @_noLocks
  init(dueNanoseconds: Int64, noticed: Moment) {
    self.dueNanoseconds = dueNanoseconds
    self.noticed = noticed
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
