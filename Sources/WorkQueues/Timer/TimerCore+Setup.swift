// Prepares the timer; never runs in the cycle.
import Realtime
import Synchronization

extension TimerCore {
  init(slotCount: Int) {
    self.slotCount = slotCount
    unsafe slots = .allocate(capacity: slotCount)
    free = BoundedRing(minimumCapacity: slotCount)
    unsafe changed = .allocate(capacity: Self.wordCount(slotCount))
    for word in 0..<Self.wordCount(slotCount) { unsafe (changed + word).initialize(to: Atomic(0)) }
    for index in 0..<slotCount {
      unsafe (slots + index).initialize(to: TimerSlot())
      _ = free.put(UInt32(index))
    }
  }

  func releaseStorage() {
    unsafe slots.deinitialize(count: slotCount)
    unsafe slots.deallocate()
    unsafe changed.deinitialize(count: Self.wordCount(slotCount))
    unsafe changed.deallocate()
  }
}
