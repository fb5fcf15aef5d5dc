// Prepares the timer; never runs in the cycle.
import Realtime
import Synchronization

extension TimerCore {
  init(slotCount: Int) {
    self.slotCount = slotCount
    unsafe slots = .allocate(capacity: slotCount)
    free = BoundedRing(minimumCapacity: slotCount)
    changed = BoundedRing(minimumCapacity: 4 * slotCount)
    for index in 0..<slotCount {
      unsafe (slots + index).initialize(to: TimerSlot())
      _ = free.put(UInt32(index))
    }
  }

  func releaseStorage() {
    unsafe slots.deinitialize(count: slotCount)
    unsafe slots.deallocate()
  }
}
