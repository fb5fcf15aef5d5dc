import CRealtime
import Realtime
import Synchronization

extension WaiterCore {
  /// Puts into their queues what is due, oldest first; what finds its queue full stays.
  @_noLocks
  borrowing func handOver(_ run: inout WaiterRun) {
    var index = run.due.first
    while index >= 0 {
      let next = unsafe slots[Int(index)].next
      if handOver(UInt32(index)) { release(UInt32(index), &run) }
      index = next
    }
  }

  /// Puts an item, or its cancellation, into its queue; false when that is full.
  @_noLocks
  private borrowing func handOver(_ index: UInt32) -> Bool {
    let slot = unsafe slots + Int(index)
    let isFired = unsafe exchange(
      slot, from: WaiterSlot.Phase.armed, to: WaiterSlot.Phase.firing)
    let item = unsafe isFired ? slot.pointee.item : slot.pointee.onCancel
    let isSignal = unsafe isFired && slot.pointee.isSignal
    switch unsafe isSignal ? perform(item) : put(item, of: slot) {
    case .accepted:
      if isFired {
        fired.wrappingAdd(1, ordering: .relaxed)
      } else {
        cancelled.wrappingAdd(1, ordering: .relaxed)
      }
    case .closed:
      dropped.wrappingAdd(1, ordering: .relaxed)
    case .full:
      postponed.wrappingAdd(1, ordering: .relaxed)
      // It can be cancelled again meanwhile.
      if isFired {
        _ = unsafe exchange(slot, from: WaiterSlot.Phase.firing, to: WaiterSlot.Phase.armed)
      }
      return false
    }
    return true
  }

  @_noLocks
  private borrowing func perform(_ item: WorkItem?) -> PutStatus {
    item?.perform()
    return .accepted
  }

  @_noLocks
  private borrowing func put(
    _ item: WorkItem?, of slot: UnsafeMutablePointer<WaiterSlot>
  ) -> PutStatus {
    guard let item, let queue = unsafe slot.pointee.queue else { return .accepted }
    return unsafe queue.put(item, priority: slot.pointee.priority)
  }

  /// Moves a slot on to another phase; false when it was cancelled.
  @_noLocks
  borrowing func exchange(
    _ slot: UnsafeMutablePointer<WaiterSlot>, from before: UInt64, to after: UInt64
  ) -> Bool {
    let generation = unsafe WaiterSlot.generation(slot.pointee.state.load(ordering: .acquiring))
    return unsafe slot.pointee.state.compareExchange(
      expected: WaiterSlot.word(generation, before), desired: WaiterSlot.word(generation, after),
      ordering: .acquiringAndReleasing
    ).exchanged
  }

  /// Gives a due slot back, and the registration that goes with it.
  @_noLocks
  borrowing func release(_ index: UInt32, _ run: inout WaiterRun) {
    let slot = unsafe slots + Int(index)
    unsafe run.due.remove(index, in: slots)
    unsafe slot.pointee.place = WaiterSlot.Place.none
    if unsafe slot.pointee.ownsSource, let source = unsafe slot.pointee.source {
      closeUnlessUsed(source, &run)
    }
    let generation = unsafe WaiterSlot.generation(slot.pointee.state.load(ordering: .relaxed))
    unsafe slot.pointee.state.store(
      WaiterSlot.word(generation, WaiterSlot.Phase.free), ordering: .releasing)
    _ = freeSlots.put(index)
    waiting.wrappingSubtract(1, ordering: .releasing)
  }
}
