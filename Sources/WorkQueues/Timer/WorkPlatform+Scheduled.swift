// Control side.
import Synchronization

extension WorkPlatform {
  /// What the timer hands over next, soonest first, at most `limit` items.
  ///
  /// An item that is scheduled, cancelled or performed meanwhile may be missing. Thread: control.
  public func nextScheduled(_ limit: Int) -> [ScheduledSnapshot] {
    let names = queueNames
    let waiting = timer.shownSlots.map { snapshot, queue in
      var snapshot = snapshot
      snapshot.queue = names[queue] ?? ""
      return snapshot
    }
    return Array(waiting.sorted { $0.dueNanoseconds < $1.dueNanoseconds }.prefix(limit))
  }
}

extension WorkTimer {
  /// The items that wait, each with the address of its queue's core.
  fileprivate var shownSlots: [(ScheduledSnapshot, queue: UInt)] {
    (0..<capacity).compactMap { index in
      let slot = unsafe core.pointee.slots + index
      let state = unsafe slot.pointee.state.load(ordering: .acquiring)
      let phase = TimerSlot.phase(state)
      guard phase == TimerSlot.Phase.armed || phase == TimerSlot.Phase.repeating else { return nil }
      let shown = unsafe slot.pointee.shown.read()
      atomicMemoryFence(ordering: .acquiring)
      let after = unsafe slot.pointee.state.load(ordering: .relaxed)
      return TimerSlot.generation(after) == TimerSlot.generation(state) ? shown : nil
    }
  }
}
