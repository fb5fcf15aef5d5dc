// Prepares the governor; never runs in its turn.
import Realtime

extension GovernorCore {
  init(cpuCount: Int, responsivenessPercent: Int) {
    self.cpuCount = cpuCount
    self.responsivenessPercent = responsivenessPercent
    unsafe slots = .allocate(capacity: Self.slotCount)
    for index in 0..<Self.slotCount { unsafe (slots + index).initialize(to: GovernedSlot()) }
    unsafe classes = .allocate(capacity: GovernorCycle.classLimit)
    for index in 0..<GovernorCycle.classLimit {
      unsafe (classes + index).initialize(to: GovernedClass())
    }
    records = BoundedRing(minimumCapacity: Self.slotCount)
  }

  /// Gives back what the core owns; no thread may use it any more.
  func releaseStorage() {
    unsafe slots.deinitialize(count: Self.slotCount)
    unsafe slots.deallocate()
    unsafe classes.deinitialize(count: GovernorCycle.classLimit)
    unsafe classes.deallocate()
  }
}
