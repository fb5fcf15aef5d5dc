import CRealtime
import Realtime
import Synchronization

extension WaiterCore {
  /// Lets an item wait, in a slot and on a source that the caller took; only in a visit.
  ///
  /// The caller is a user of the source, which stays open so.
  @_noLocks
  borrowing func arm(
    _ index: UInt32, _ item: WorkItem, onCancel: WorkItem?, on queue: QueueHandle,
    priority: WorkPriority, source: UInt32?, ownsSource: Bool, isSignal: Bool = false
  ) -> WaitingItemKey {
    let slot = unsafe slots + Int(index)
    let ticket = tickets.wrappingAdd(1, ordering: .relaxed).newValue
    unsafe slot.pointee.item = item
    unsafe slot.pointee.onCancel = onCancel
    unsafe slot.pointee.queue = queue
    unsafe slot.pointee.priority = priority
    unsafe slot.pointee.isSignal = isSignal
    unsafe slot.pointee.source = source
    unsafe slot.pointee.ownsSource = ownsSource
    unsafe slot.pointee.ticket = ticket
    let generation = unsafe SlotGeneration.after(
      WaiterSlot.generation(slot.pointee.state.load(ordering: .relaxed)))
    // Before the slot is armed, or it might be released before it is counted.
    waiting.wrappingAdd(1, ordering: .relaxed)
    unsafe slot.pointee.state.store(
      WaiterSlot.word(generation, WaiterSlot.Phase.armed), ordering: .releasing)
    changed.set(index)
    if let source { arm(source, for: ticket) }
    return WaitingItemKey(slot: index, generation: generation)
  }

  /// Has epoll report a source's next readiness to all who wait on it up to a ticket.
  ///
  /// The waiter's thread sees their slots when it is told: they were marked before.
  @_noLocks
  borrowing func arm(_ index: UInt32, for ticket: UInt64) {
    let source = unsafe sources + Int(index)
    _ = unsafe rt_epoll_arm(
      epoll, source.pointee.descriptor, source.pointee.readiness,
      WaiterEvent(source: index, ticket: ticket).word)
  }

  /// Puts an item on a joined descriptor; nil when the waiter is full, or the join has ended.
  @_noLocks
  borrowing func put(
    _ item: WorkItem, onCancel: WorkItem?, on queue: QueueHandle, priority: WorkPriority,
    source: UInt32, joined ticket: UInt64
  ) -> WaitingItemKey? {
    guard enter() else { return nil }
    defer { leave() }
    let users = unsafe sources + Int(source)
    unsafe users.pointee.users.wrappingAdd(1, ordering: .sequentiallyConsistent)
    defer { stopUsing(source) }
    // Looked at once this use is counted: either this sees the end or the end waits for it.
    guard
      unsafe users.pointee.owner.load(ordering: .sequentiallyConsistent)
        == WaiterSource.open(ticket), let index = freeSlots.take()
    else { return nil }
    return arm(
      index, item, onCancel: onCancel, on: queue, priority: priority, source: source,
      ownsSource: false)
  }

  /// Cancels an item; false when it was put into its queue, is about to be, or was cancelled before.
  @_noLocks
  borrowing func cancel(_ key: WaitingItemKey) -> Bool {
    guard enter() else { return false }
    defer { leave() }
    guard markCancelled(key) else { return false }
    ring()
    return true
  }

  /// Cancels an item for the waiter's thread to see when it is rung for; only in a visit.
  @_noLocks
  borrowing func markCancelled(_ key: WaitingItemKey) -> Bool {
    guard key.slot < slotCount else { return false }
    let (exchanged, _) = unsafe slots[Int(key.slot)].state.compareExchange(
      expected: WaiterSlot.word(key.generation, WaiterSlot.Phase.armed),
      desired: WaiterSlot.word(key.generation, WaiterSlot.Phase.cancelled),
      ordering: .acquiringAndReleasing)
    if exchanged { changed.set(key.slot) }
    return exchanged
  }

  /// Ends a join, so that the waiter's thread cancels what waits; false when it had ended.
  @_noLocks
  borrowing func endJoin(_ source: UInt32, joined ticket: UInt64) -> Bool {
    guard enter() else { return false }
    defer { leave() }
    let (exchanged, _) = unsafe sources[Int(source)].owner.compareExchange(
      expected: WaiterSource.open(ticket), desired: WaiterSource.closing(ticket),
      ordering: .sequentiallyConsistent)
    guard exchanged else { return false }
    closing.set(source)
    ring()
    return true
  }
}
