import CRealtime
import Realtime
import Synchronization

extension TimerCore {
  /// Schedules an item; nil when all slots are taken.
  @_noLocks
  borrowing func schedule(
    _ item: WorkItem, on queue: QueueHandle, priority: WorkPriority, dueNanoseconds: Int64,
    intervalNanoseconds: Int64
  ) -> ScheduledItemKey? {
    guard let index = free.take() else { return nil }
    let slot = unsafe slots + Int(index)
    unsafe slot.pointee.item = item
    unsafe slot.pointee.queue = queue
    unsafe slot.pointee.priority = priority
    unsafe slot.pointee.dueNanoseconds = dueNanoseconds
    unsafe slot.pointee.intervalNanoseconds = intervalNanoseconds
    let generation = unsafe (slot.pointee.state.load(ordering: .relaxed) >> 2) &+ 1
    unsafe slot.pointee.state.store(
      TimerSlot.word(generation, TimerSlot.Phase.armed), ordering: .releasing)
    waiting.wrappingAdd(1, ordering: .relaxed)
    tell(index)
    return ScheduledItemKey(slot: index, generation: generation)
  }

  /// Cancels an item; false when it is performed already, or about to be.
  @_noLocks
  borrowing func cancel(_ key: ScheduledItemKey) -> Bool {
    guard key.slot < slotCount else { return false }
    let slot = unsafe slots + Int(key.slot)
    let exchange = unsafe slot.pointee.state.compareExchange(
      expected: TimerSlot.word(key.generation, TimerSlot.Phase.armed),
      desired: TimerSlot.word(key.generation, TimerSlot.Phase.cancelled),
      ordering: .acquiringAndReleasing)
    guard exchange.exchanged else { return false }
    tell(key.slot)
    return true
  }

  /// Has the timer's thread look at a slot.
  ///
  /// The ring has room for every change a slot can have pending. Should a stalled producer make
  /// it look full for a moment, the slot is looked at with the next change, or when it is due.
  @_noLocks
  borrowing func tell(_ index: UInt32) {
    _ = changed.put(index)
    wake()
  }

  @_noLocks
  borrowing func wake() {
    signal.wrappingAdd(1, ordering: .releasing)
    _ = unsafe withUnsafePointer(to: signal) { unsafe rt_futex_wake($0, 1) }
  }
}
