import Synchronization

/// An item that a worker is in, or was in last, as others see it.
@safe
struct ShownItem: BitwiseCopyable {
  var queue: UInt = 0
  var function: UInt = 0
  var context: UInt = 0
  /// As `rt_ticks` counts.
  var startedTicks: UInt64 = 0
  /// 0 while it runs.
  var endedTicks: UInt64 = 0
  var threadID: Int32 = 0

  @_noLocks
  init() {}

  @_noLocks
  init(_ item: WorkItem, of queue: UInt, startedTicks: UInt64) {
    self.queue = queue
    function = item.functionAddress
    context = item.contextAddress
    self.startedTicks = startedTicks
  }

  /// Whether it is of a queue, and runs or ran after a time.
  @_noLocks
  func isIn(_ queue: UInt, after due: Int64, seen now: Moment) -> Bool {
    self.queue == queue && (endedTicks == 0 || now.nanoseconds(at: endedTicks) > due)
  }
}

/// Where one worker shows an item and others look at it, without either waiting for the other.
@safe
struct ItemMark: ~Copyable {
  /// Odd while the worker writes.
  private let sequence = Atomic<UInt64>(0)
  private let queue = Atomic<UInt>(0)
  private let function = Atomic<UInt>(0)
  private let context = Atomic<UInt>(0)
  private let started = Atomic<UInt64>(0)
  private let ended = Atomic<UInt64>(0)

  /// Shows an item.
  ///
  /// Thread: the worker's.
  @_noLocks
  borrowing func show(_ item: ShownItem) {
    let before = sequence.load(ordering: .relaxed)
    sequence.store(before &+ 1, ordering: .relaxed)
    // Each released, so that who reads one of them finds the sequence changed afterwards.
    queue.store(item.queue, ordering: .releasing)
    function.store(item.function, ordering: .releasing)
    context.store(item.context, ordering: .releasing)
    started.store(item.startedTicks, ordering: .releasing)
    ended.store(item.endedTicks, ordering: .releasing)
    sequence.store(before &+ 2, ordering: .releasing)
  }

  /// Shows that the item has ended.
  ///
  /// Thread: the worker's.
  @_noLocks
  borrowing func end(at ticks: UInt64) { ended.store(ticks, ordering: .releasing) }

  /// The item; one without a function when it is just being replaced.
  @_noLocks
  borrowing func read() -> ShownItem {
    var shown = ShownItem()
    for _ in 0..<3 {
      let before = sequence.load(ordering: .acquiring)
      shown.queue = queue.load(ordering: .acquiring)
      shown.function = function.load(ordering: .acquiring)
      shown.context = context.load(ordering: .acquiring)
      shown.startedTicks = started.load(ordering: .acquiring)
      shown.endedTicks = ended.load(ordering: .acquiring)
      if before & 1 == 0, sequence.load(ordering: .acquiring) == before { return shown }
    }
    shown.function = 0
    shown.context = 0
    return shown
  }
}
