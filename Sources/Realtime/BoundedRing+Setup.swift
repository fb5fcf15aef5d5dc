// Prepares rings for the cycle; never runs in it.
import Synchronization

extension BoundedRing {
  /// Creates a ring for at least `minimumCapacity` elements; the capacity is a power of two.
  ///
  /// Thread: control. All of its memory is written once, so that no page is missing later.
  public init(minimumCapacity: Int) {
    var capacity = 2
    while capacity < minimumCapacity { capacity *= 2 }
    // Aligned, so that a slot of up to a cache line crosses none.
    let memory = UnsafeMutableRawPointer.allocate(
      byteCount: capacity * MemoryLayout<Slot>.stride, alignment: CacheLinePadding.byteCount)
    unsafe slots = memory.bindMemory(to: Slot.self, capacity: capacity)
    mask = UInt(capacity) - 1
    for index in 0..<capacity {
      unsafe (slots + index).initialize(to: Slot(sequence: Atomic(UInt(index)), element: nil))
    }
  }
}
