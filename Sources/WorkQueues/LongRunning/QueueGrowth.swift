import Synchronization

/// How a queue with long work comes to more workers, as the cycle sees it.
@safe
struct QueueGrowth: ~Copyable {
  /// Workers a queue has at most, those it began with included.
  static var workerLimit: Int { @_noLocks get { 64 } }
  /// How long all workers must have been in their items before another is started.
  static var patienceNanoseconds: Int64 { @_noLocks get { 1_000_000 } }

  /// How often the queue, or a serial queue over it, was said to have long work.
  let hints = Atomic<Int>(0)
  /// Workers it has beside those it began with.
  let grown = Atomic<Int>(0)
  /// Workers that were ever started so.
  let growths = Atomic<UInt64>(0)
  /// How long such a worker stays without work.
  let idleNanoseconds = Atomic<Int64>(5_000_000_000)
  /// Whether the thread that starts them was told, and has not looked yet.
  let isAsking = Atomic<Bool>(false)
  /// The address of that thread's `GrowthSignal`; 0 until the first hint.
  let signal = Atomic<UInt>(0)

  /// Whether the queue was said to have long work.
  var isHinted: Bool { @_noLocks get { hints.load(ordering: .relaxed) > 0 } }

  /// Says that work waits and no worker is free: a system call, unless it was said already.
  @_noLocks
  borrowing func ask() {
    guard isHinted, !isAsking.load(ordering: .relaxed) else { return }
    tell()
  }

  /// Has the thread look at the queue.
  @_noLocks
  borrowing func tell() {
    guard !isAsking.exchange(true, ordering: .acquiringAndReleasing) else { return }
    let address = signal.load(ordering: .acquiring)
    unsafe UnsafePointer<GrowthSignal>(bitPattern: address)?.pointee.send()
  }
}
