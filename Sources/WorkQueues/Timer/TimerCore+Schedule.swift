import CRealtime
import Realtime
import Synchronization

extension TimerCore {
  /// The longest delay or interval, 73 years: what is longer is cut to it, so that no sum overflows.
  static var longestNanoseconds: Int64 { @_noLocks get { 1 << 61 } }

  /// Schedules an item; nil when all slots are taken.
  ///
  /// The timer's thread itself performs an item without a queue.
  @_noLocks
  borrowing func schedule(
    _ item: WorkItem, on queue: QueueHandle?, priority: WorkPriority, dueNanoseconds: Int64,
    intervalNanoseconds: Int64
  ) -> ScheduledItemKey? {
    guard let index = free.take() else { return nil }
    let due = min(max(0, dueNanoseconds), 2 * Self.longestNanoseconds)
    let slot = unsafe slots + Int(index)
    unsafe slot.pointee.item = item
    unsafe slot.pointee.queue = queue
    unsafe slot.pointee.priority = priority
    unsafe slot.pointee.beatNanoseconds = due
    unsafe slot.pointee.dueNanoseconds = due
    unsafe slot.pointee.ticket = tickets.wrappingAdd(1, ordering: .relaxed).newValue
    unsafe slot.pointee.intervalNanoseconds = min(intervalNanoseconds, Self.longestNanoseconds)
    unsafe slot.pointee.shown.show(
      item, queue: UInt(bitPattern: queue?.core), dueNanoseconds: due,
      intervalNanoseconds: slot.pointee.intervalNanoseconds)
    let generation = unsafe SlotGeneration.after(
      TimerSlot.generation(slot.pointee.state.load(ordering: .relaxed)))
    // Before the slot is armed, or it might be released before it is counted.
    waiting.wrappingAdd(1, ordering: .relaxed)
    unsafe slot.pointee.state.store(
      TimerSlot.word(generation, TimerSlot.Phase.armed), ordering: .releasing)
    tell(index)
    return ScheduledItemKey(slot: index, generation: generation)
  }

  /// Cancels an item; false when it is performed already, or about to be.
  @_noLocks
  borrowing func cancel(_ key: ScheduledItemKey) -> Bool {
    guard key.slot < slotCount else { return false }
    let slot = unsafe slots + Int(key.slot)
    let armed = TimerSlot.word(key.generation, TimerSlot.Phase.armed)
    let repeating = TimerSlot.word(key.generation, TimerSlot.Phase.repeating)
    var expected = armed
    while true {
      let after = expected == armed ? TimerSlot.Phase.cancelled : TimerSlot.Phase.ending
      let (exchanged, original) = unsafe slot.pointee.state.compareExchange(
        expected: expected, desired: TimerSlot.word(key.generation, after),
        ordering: .acquiringAndReleasing)
      if exchanged { break }
      guard original == armed || original == repeating else { return false }
      expected = original
    }
    tell(key.slot)
    return true
  }

  /// Whether a cancelled periodic item is just being handed over for the last time.
  @_noLocks
  borrowing func isEnding(_ key: ScheduledItemKey) -> Bool {
    guard key.slot < slotCount else { return false }
    return unsafe slots[Int(key.slot)].state.load(ordering: .acquiring)
      == TimerSlot.word(key.generation, TimerSlot.Phase.ending)
  }

  /// Has the timer's thread look at a slot.
  @_noLocks
  borrowing func tell(_ index: UInt32) {
    unsafe changed[Int(index) / 64].bitwiseOr(
      1 << UInt64(index % 64), ordering: .acquiringAndReleasing)
    wake()
  }

  @_noLocks
  borrowing func wake() {
    signal.wrappingAdd(1, ordering: .releasing)
    _ = unsafe withUnsafePointer(to: signal) { unsafe rt_futex_wake($0, 1) }
  }
}
