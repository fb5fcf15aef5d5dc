import CRealtime
import Realtime
import Synchronization

extension TimerCore {
  /// The life of the timer's thread: take in changes, hand over what is due, sleep till the next.
  @_noLocks
  borrowing func work(_ heap: inout TimerHeap) {
    while !isStopping.load(ordering: .acquiring) {
      let seen = signal.load(ordering: .acquiring)
      while let index = changed.take() { look(at: index, &heap) }
      let now = Clock.now()
      while let index = heap.first, heap.due(0) <= now { fire(index, now: now, &heap) }
      let next = heap.count > 0 ? heap.due(0) : -1
      _ = unsafe withUnsafePointer(to: signal) { unsafe rt_futex_wait($0, seen, next) }
    }
  }

  /// Takes a newly armed slot in, or a cancelled one out.
  @_noLocks
  borrowing func look(at index: UInt32, _ heap: inout TimerHeap) {
    let state = unsafe slots[Int(index)].state.load(ordering: .acquiring)
    let phase = state & 3
    if phase == TimerSlot.Phase.armed, !heap.contains(index) { heap.insert(index) }
    if phase == TimerSlot.Phase.cancelled { release(index, generation: state >> 2, &heap) }
  }

  @_noLocks
  borrowing func release(_ index: UInt32, generation: UInt64, _ heap: inout TimerHeap) {
    heap.remove(index)
    unsafe slots[Int(index)].state.store(
      TimerSlot.word(generation, TimerSlot.Phase.free), ordering: .releasing)
    waiting.wrappingSubtract(1, ordering: .relaxed)
    _ = free.put(index)
  }

  /// Hands a due item to its queue, and ends or renews its slot.
  @_noLocks
  borrowing func fire(_ index: UInt32, now: Int64, _ heap: inout TimerHeap) {
    let slot = unsafe slots + Int(index)
    let generation = unsafe slot.pointee.state.load(ordering: .acquiring) >> 2
    let exchange = unsafe slot.pointee.state.compareExchange(
      expected: TimerSlot.word(generation, TimerSlot.Phase.armed),
      desired: TimerSlot.word(generation, TimerSlot.Phase.firing),
      ordering: .acquiringAndReleasing)
    guard exchange.exchanged else { return release(index, generation: generation, &heap) }

    guard let next = unsafe handOver(slot, now: now) else {
      return release(index, generation: generation, &heap)
    }
    heap.remove(index)
    unsafe slot.pointee.dueNanoseconds = next
    unsafe slot.pointee.state.store(
      TimerSlot.word(generation, TimerSlot.Phase.armed), ordering: .releasing)
    heap.insert(index)
  }

  /// Puts a due item into its queue; returns when it is due again, nil for never.
  @_noLocks
  borrowing func handOver(_ slot: UnsafeMutablePointer<TimerSlot>, now: Int64) -> Int64? {
    guard let item = unsafe slot.pointee.item, let queue = unsafe slot.pointee.queue else {
      return nil
    }
    switch unsafe queue.put(item, priority: slot.pointee.priority) {
    case .closed:
      return nil
    case .full:
      postponed.wrappingAdd(1, ordering: .relaxed)
      return now + 1_000_000
    case .accepted:
      fired.wrappingAdd(1, ordering: .relaxed)
      unsafe lateness.record(now - slot.pointee.dueNanoseconds)
      return unsafe nextBeat(slot, now: now)
    }
  }

  /// A periodic item's next time, on its original beat however late this one was.
  @_noLocks
  borrowing func nextBeat(_ slot: UnsafeMutablePointer<TimerSlot>, now: Int64) -> Int64? {
    let interval = unsafe slot.pointee.intervalNanoseconds
    guard interval > 0 else { return nil }
    let due = unsafe slot.pointee.dueNanoseconds
    return due + ((now - due) / interval + 1) * interval
  }
}
