import CRealtime
import Realtime
import Synchronization

extension GovernorRun {
  /// Lowers the threads of the classes of a mask.
  @_noLocks
  mutating func lower(_ classes: UInt32) {
    var rest = classes
    while rest != 0 {
      lower(rest.trailingZeroBitCount)
      rest &= rest - 1
    }
  }

  @_noLocks
  private func lower(_ taskClass: Int) {
    var greediest = GovernedName(slot: 0, generation: 0)
    var most: Int64 = -1
    var lowered = 0
    var spared = 0
    for index in 0..<(unsafe core.pointee.slotEnd.load(ordering: .acquiring)) {
      let slot = unsafe core.pointee.slots + index
      guard unsafe slot.pointee.tryHold() else { continue }
      if unsafe slot.pointee.taskClass.load(ordering: .relaxed) == taskClass {
        if unsafe lower(slot) { lowered += 1 }
        if unsafe slot.pointee.isBrokered.load(ordering: .relaxed) { spared += 1 }
        if unsafe seen[index].usedNanoseconds > most {
          unsafe most = seen[index].usedNanoseconds
          unsafe greediest = GovernedName(slot: index, generation: seen[index].generation)
        }
      }
      unsafe slot.pointee.letGo()
    }
    let told = unsafe core.pointee.classes + taskClass
    unsafe told.pointee.greediest.store(greediest.word, ordering: .relaxed)
    if lowered > 0 {
      unsafe told.pointee.isLowered.store(true, ordering: .relaxed)
      unsafe told.pointee.timesLowered.wrappingAdd(1, ordering: .relaxed)
    } else if spared > 0 {
      unsafe told.pointee.timesSpared.wrappingAdd(1, ordering: .relaxed)
    }
  }

  @_noLocks
  private func lower(_ slot: UnsafeMutablePointer<GovernedSlot>) -> Bool {
    guard unsafe slot.pointee.canBeLowered(),
      unsafe !slot.pointee.isLowered.load(ordering: .relaxed)
    else { return false }
    let error = unsafe rt_lower_thread(
      slot.pointee.threadID.load(ordering: .relaxed), slot.pointee.granted, keepsNice(slot))
    unsafe slot.pointee.isLowered.store(error == 0, ordering: .relaxed)
    return error == 0
  }

  /// Whether a thread must not become nicer, because that could not be undone.
  @_noLocks
  private func keepsNice(_ slot: UnsafeMutablePointer<GovernedSlot>) -> Bool {
    unsafe !mayUndoNice && !slot.pointee.isOurs.load(ordering: .relaxed)
  }

  /// Raises every lowered thread; false when some are held by others just now.
  @_noLocks
  func raiseAll() -> Bool {
    var isComplete = true
    for index in 0..<(unsafe core.pointee.slotEnd.load(ordering: .acquiring)) {
      let slot = unsafe core.pointee.slots + index
      guard unsafe slot.pointee.isLowered.load(ordering: .relaxed) else { continue }
      guard unsafe slot.pointee.tryHold() else {
        if unsafe slot.pointee.phase.load(ordering: .relaxed) != GovernedSlot.Phase.free {
          isComplete = false
        }
        continue
      }
      unsafe raise(slot, index)
      unsafe slot.pointee.letGo()
    }
    return isComplete
  }

  @_noLocks
  private func raise(_ slot: UnsafeMutablePointer<GovernedSlot>, _ index: Int) {
    let error = unsafe rt_raise_thread(
      slot.pointee.threadID.load(ordering: .relaxed), slot.pointee.granted, keepsNice(slot))
    unsafe slot.pointee.isLowered.store(false, ordering: .relaxed)
    if error > 0 { unsafe giveUp(slot, index, error: error) }
  }

  /// Leaves a thread alone that may not have its priority again.
  @_noLocks
  func giveUp(_ slot: UnsafeMutablePointer<GovernedSlot>, _ index: Int, error: Int32) {
    unsafe slot.pointee.priority.store(0, ordering: .relaxed)
    unsafe core.pointee.tell(
      .refused, of: name(slot, index), value: UInt(max(0, Int(error))))
  }

  @_noLocks
  func name(_ slot: UnsafeMutablePointer<GovernedSlot>, _ index: Int) -> GovernedName {
    unsafe GovernedName(slot: index, generation: slot.pointee.generation.load(ordering: .relaxed))
  }

  /// Tells what the classes used, raises them, and begins the next cycle.
  @_noLocks
  mutating func endCycle(now: Int64) {
    let elapsed = max(1, now - cycle.start)
    for taskClass in 0..<GovernorCycle.classLimit {
      let told = unsafe core.pointee.classes + taskClass
      let used = cycle.used(by: taskClass) * GovernorCycle.length / elapsed
      unsafe told.pointee.usedNanoseconds.store(used, ordering: .relaxed)
      unsafe told.pointee.isLowered.store(false, ordering: .relaxed)
    }
    countAllPauses()
    for index in 0..<(unsafe core.pointee.slotEnd.load(ordering: .acquiring)) {
      unsafe seen[index].usedNanoseconds = 0
    }
    if cycle.lowered != 0 { _ = raiseAll() }
    cycle.beginNext(now: now)
    unsafe core.pointee.isLazy.store(cycle.isLazy, ordering: .relaxed)
    unsafe core.pointee.cycles.wrappingAdd(1, ordering: .relaxed)
  }
}
