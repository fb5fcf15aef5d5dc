import CRealtime
import Realtime
import Synchronization

/// Where the threads of a run meet: which run it is, what is left, who is there.
///
/// It outlives the plan as long as an item in the queue, or a thread, still knows it; and so does
/// all that a thread in a seat may look at.
@safe
struct RunBoard: ~Copyable {
  /// The most threads in a run.
  static var seatCount: Int { @_noLocks get { 32 } }
  /// In `left`: the calling thread sleeps.
  static var sleeping: UInt32 { @_noLocks get { 1 << 31 } }

  /// Set once.
  var core: UnsafeMutablePointer<PlanCore>?
  let seats: UnsafeMutablePointer<ThreadSeat>

  private let runPadding = CacheLinePadding()
  /// The address of the `RunTable` of the run.
  let table = Atomic<UInt>(0)
  /// Whether the run is to be left as it is: looked at before each step.
  let isRevoked = Atomic<Bool>(false)
  /// How many threads are to take part, the calling one counted.
  let wanted = Atomic<UInt32>(0)

  private let leftPadding = CacheLinePadding()
  /// Items that are not done, as far as their threads have told, and `sleeping`.
  let left = Atomic<UInt32>(0)
  /// Whether a helper has gone while it could take part in a run.
  let hasLost = Atomic<Bool>(false)

  private let joinPadding = CacheLinePadding()
  /// A bit for each seat that is taken; the lowest is the calling thread's.
  let inside = Atomic<UInt32>(0)
  /// Items in the queue that ask for a helper, and above 32 bits the items that know this board.
  let joins = Atomic<UInt64>(0)
  let refusedPuts = Atomic<UInt64>(0)
  private let endPadding = CacheLinePadding()

  /// Whether a helper that has gone is to come back, for another part of a period than it has seen.
  ///
  /// If such a part is only about to begin, the calling thread is told.
  @_noLocks
  borrowing func wantsBack(after seen: UInt64) -> Bool {
    guard left.load(ordering: .sequentiallyConsistent) & ~Self.sleeping != 0 else { return false }
    hasLost.store(true, ordering: .sequentiallyConsistent)
    guard
      let table = unsafe UnsafeMutablePointer<RunTable>(
        bitPattern: table.load(ordering: .sequentiallyConsistent))
    else { return false }
    return unsafe table.pointee.part.load(ordering: .sequentiallyConsistent) != seen
  }

  /// Items that are not done, as far as their threads have told.
  var leftCount: UInt32 {
    @_noLocks get { left.load(ordering: .acquiring) & ~Self.sleeping }
  }
}

/// Which step a thread of a run is in.
///
/// Seat 0 is the calling thread's.
@safe
struct ThreadSeat: ~Copyable {
  /// The step's place among the core's, counted from 1; 0 for none.
  let step = Atomic<Int>(0)
  /// The worker its thread is, as `WorkerHandle.bits` tells; 0 for none.
  let worker = Atomic<UInt>(0)
  private let padding = CacheLinePadding()
}
