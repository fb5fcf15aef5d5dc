import CRealtime
import Realtime
import Synchronization

/// What the waiter's thread and those who put waiting items share.
///
/// Every waiting item has a slot. A slot's state is one word, its generation and a phase, so that
/// cancelling and firing race on a single exchange and only one of them wins. From then on the slot
/// is the waiter's thread's, which alone puts into queues and closes descriptors.
@safe
struct WaiterCore: ~Copyable {
  let slots: UnsafeMutablePointer<WaiterSlot>
  let slotCount: Int
  let freeSlots: BoundedRing<UInt32>
  let sources: UnsafeMutablePointer<WaiterSource>
  let sourceCount: Int
  let freeSources: BoundedRing<UInt32>
  /// Slots that were armed or cancelled.
  let changed: ChangedBits
  /// Sources to close once nobody arms them any more.
  let closing: ChangedBits

  let epoll: Int32
  /// An eventfd that makes the waiter's thread look at what changed.
  let bell: Int32
  /// How long the end of the waiter, or of a queue, waits for room in a full queue.
  let patienceNanoseconds: Int64
  /// Threads that are just putting or cancelling; the descriptors are closed when there is none.
  let visitors = Atomic<Int>(0)
  let isStopping = Atomic<Bool>(false)
  let hasEnded = Atomic<Bool>(false)
  /// The address of a queue that is about to go, until the waiter's thread has seen to its items;
  /// with bit 0 set they are dropped.
  let leaving = Atomic<UInt>(0)
  /// Items for that queue that are still to be handed over.
  let remaining = Atomic<Int>(0)
  let tickets = Atomic<UInt64>(0)

  let waiting = Atomic<Int>(0)
  let fired = Atomic<UInt64>(0)
  let cancelled = Atomic<UInt64>(0)
  let postponed = Atomic<UInt64>(0)
  let dropped = Atomic<UInt64>(0)
}

extension WaiterCore {
  /// Begins a visit, for which the descriptors stay open; false once the waiter stops.
  @_noLocks
  borrowing func enter() -> Bool {
    visitors.wrappingAdd(1, ordering: .sequentiallyConsistent)
    // Looked at once the visit is counted: either this sees the end or the end waits for it.
    if !isStopping.load(ordering: .sequentiallyConsistent) { return true }
    leave()
    return false
  }

  @_noLocks
  borrowing func leave() { visitors.wrappingSubtract(1, ordering: .releasing) }

  /// Has the waiter's thread look at what changed; only in a visit.
  @_noLocks
  borrowing func ring() { rt_bell_ring(bell) }
}
