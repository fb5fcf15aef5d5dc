import CRealtime
import Realtime
import Synchronization

/// Where the threads of a run meet: what is ready, what is left, who is there.
///
/// It outlives the plan as long as an item in the queue, or a thread, still knows it. Only who holds
/// something that was ready may go on from here to the core: what is held is not done, so the run
/// is not over, and the plan is there.
@safe
struct RunBoard: ~Copyable {
  /// The most threads in a run.
  static var seatCount: Int { @_noLocks get { 32 } }
  /// The most items of a run.
  static var itemLimit: Int { @_noLocks get { 64 * 64 } }
  /// In `left`: the calling thread sleeps.
  static var sleeping: UInt32 { @_noLocks get { 1 << 31 } }

  /// Set once; see above who may use it.
  var core: UnsafeMutablePointer<PlanCore>?
  /// Whether there may be more than 64 items: then `ready` tells which of `words` have some.
  let isWide: Bool
  let words: UnsafeMutablePointer<Atomic<UInt64>>
  let seats: UnsafeMutablePointer<ThreadSeat>

  private let readyPadding = CacheLinePadding()
  /// Items that can be begun, the most urgent in the lowest bit.
  let ready = Atomic<UInt64>(0)
  /// Items that are not done, as far as their threads have told, and `sleeping`.
  let left = Atomic<UInt32>(0)

  private let statePadding = CacheLinePadding()
  /// Whether the run is to be left as it is: looked at before each step.
  let isRevoked = Atomic<Bool>(false)
  /// How many threads are to take part, the calling one counted.
  let wanted = Atomic<UInt32>(0)

  private let joinPadding = CacheLinePadding()
  /// A bit for each seat that is taken; the lowest is the calling thread's.
  let inside = Atomic<UInt32>(0)
  /// Items in the queue that ask for a helper, and above 32 bits the items that know this board.
  let joins = Atomic<UInt64>(0)
  let refusedPuts = Atomic<UInt64>(0)
  private let endPadding = CacheLinePadding()
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
