import CRealtime
import Realtime
import Synchronization

extension TimerCore {
  /// The life of the timer's thread: take in changes, hand over what is due, sleep till the next.
  @_noLocks
  borrowing func work(_ heap: inout TimerHeap) {
    var lead = TimerLead()
    while !isStopping.load(ordering: .acquiring) {
      let seen = signal.load(ordering: .acquiring)
      let now = Clock.now()
      turn(now: now, &heap)
      settleDeadlines(at: now)
      let ahead = self.lead(lead, at: now, heap)
      let next = heap.count > 0 ? heap.due(0) - ahead : -1
      let until = sleepTime(untilItem: next)
      _ = unsafe withUnsafePointer(to: signal) { unsafe rt_futex_wait($0, seen, until) }
      guard ahead > 0, until == next, signal.load(ordering: .acquiring) == seen else { continue }
      let woken = Clock.now()
      guard woken >= next else { continue }
      if next > now { lead.wokeUp(late: woken - next) }
      waitAhead(from: woken, seen: seen, &lead, heap)
    }
    hasEnded.store(true, ordering: .releasing)
  }

  /// Takes in changes and hands over what is due.
  @_noLocks
  borrowing func turn(now: Int64, _ heap: inout TimerHeap) {
    let leaving = forgotten.load(ordering: .acquiring)
    for word in 0..<Self.wordCount(slotCount) { lookAtWord(word, &heap) }
    if leaving != 0 {
      drop(leaving, &heap)
      unwatch(leaving)
      forgotten.store(0, ordering: .releasing)
    }
    while let index = heap.first, heap.due(0) <= now { fire(index, now: now, &heap) }
  }

  /// How many words hold a bit for each slot.
  @_noLocks
  static func wordCount(_ slotCount: Int) -> Int { (slotCount + 63) / 64 }

  /// Looks at the changed slots among sixty-four.
  @_noLocks
  borrowing func lookAtWord(_ word: Int, _ heap: inout TimerHeap) {
    guard unsafe changed[word].load(ordering: .relaxed) != 0 else { return }
    var bits = unsafe changed[word].exchange(0, ordering: .acquiringAndReleasing)
    while bits != 0 {
      look(at: UInt32(word * 64 + bits.trailingZeroBitCount), &heap)
      bits &= bits - 1
    }
  }

  /// Takes a newly armed slot in, or a cancelled one out.
  @_noLocks
  borrowing func look(at index: UInt32, _ heap: inout TimerHeap) {
    let state = unsafe slots[Int(index)].state.load(ordering: .acquiring)
    let phase = TimerSlot.phase(state)
    if phase == TimerSlot.Phase.armed, !heap.contains(index) { heap.insert(index) }
    if phase == TimerSlot.Phase.cancelled { release(index, &heap) }
  }

  /// Gives a slot back that nobody but the timer's thread changes any more.
  @_noLocks
  borrowing func release(_ index: UInt32, _ heap: inout TimerHeap) {
    heap.remove(index)
    let slot = unsafe slots + Int(index)
    let generation = unsafe TimerSlot.generation(slot.pointee.state.load(ordering: .relaxed))
    unsafe slot.pointee.state.store(
      TimerSlot.word(generation, TimerSlot.Phase.free), ordering: .releasing)
    waiting.wrappingSubtract(1, ordering: .relaxed)
    _ = free.put(index)
  }

  /// Releases all slots whose items are for a queue that is about to go.
  @_noLocks
  borrowing func drop(_ queue: UInt, _ heap: inout TimerHeap) {
    for index in 0..<UInt32(slotCount) where heap.contains(index) {
      let slot = unsafe slots + Int(index)
      guard let core = unsafe slot.pointee.queue?.core, UInt(bitPattern: core) == queue else {
        continue
      }
      _ = unsafe exchange(slot, from: TimerSlot.Phase.armed, to: TimerSlot.Phase.firing)
      release(index, &heap)
    }
  }

  /// Hands a due item to its queue, and ends or renews its slot.
  @_noLocks
  borrowing func fire(_ index: UInt32, now: Int64, _ heap: inout TimerHeap) {
    let slot = unsafe slots + Int(index)
    let isPeriodic = unsafe slot.pointee.intervalNanoseconds > 0
    let phase = isPeriodic ? TimerSlot.Phase.repeating : TimerSlot.Phase.firing
    guard unsafe exchange(slot, from: TimerSlot.Phase.armed, to: phase),
      let next = unsafe handOver(slot, now: now)
    else { return release(index, &heap) }

    heap.remove(index)
    unsafe slot.pointee.dueNanoseconds = next
    guard unsafe exchange(slot, from: phase, to: TimerSlot.Phase.armed) else {
      return release(index, &heap)
    }
    heap.insert(index)
  }

  /// Moves a slot on to another phase, unless it was cancelled.
  @_noLocks
  borrowing func exchange(
    _ slot: UnsafeMutablePointer<TimerSlot>, from before: UInt64, to after: UInt64
  ) -> Bool {
    let generation = unsafe TimerSlot.generation(slot.pointee.state.load(ordering: .acquiring))
    return unsafe slot.pointee.state.compareExchange(
      expected: TimerSlot.word(generation, before), desired: TimerSlot.word(generation, after),
      ordering: .acquiringAndReleasing
    ).exchanged
  }

  /// Puts a due item into its queue, or performs one that has none; returns when to look at it
  /// again, nil for never.
  @_noLocks
  borrowing func handOver(_ slot: UnsafeMutablePointer<TimerSlot>, now: Int64) -> Int64? {
    guard let item = unsafe slot.pointee.item else { return nil }
    guard let queue = unsafe slot.pointee.queue else {
      item.perform()
      return unsafe handedOver(slot, now: now)
    }
    switch unsafe queue.put(item, priority: slot.pointee.priority) {
    case .closed:
      return nil
    case .full:
      postponed.wrappingAdd(1, ordering: .relaxed)
      return now + 1_000_000
    case .accepted:
      return unsafe handedOver(slot, now: now)
    }
  }

  /// Counts an item that was handed over; returns when it is due again, nil for never.
  @_noLocks
  borrowing func handedOver(_ slot: UnsafeMutablePointer<TimerSlot>, now: Int64) -> Int64? {
    fired.wrappingAdd(1, ordering: .relaxed)
    unsafe lateness.record(now - slot.pointee.beatNanoseconds)
    guard let beat = unsafe nextBeat(slot, now: now) else { return nil }
    unsafe slot.pointee.beatNanoseconds = beat
    unsafe slot.pointee.shown.show(dueNanoseconds: beat)
    return beat
  }

  /// A periodic item's next time, on its original beat however late this one was.
  @_noLocks
  borrowing func nextBeat(_ slot: UnsafeMutablePointer<TimerSlot>, now: Int64) -> Int64? {
    let interval = unsafe slot.pointee.intervalNanoseconds
    guard interval > 0 else { return nil }
    let beat = unsafe slot.pointee.beatNanoseconds
    return beat + ((now - beat) / interval + 1) * interval
  }
}
