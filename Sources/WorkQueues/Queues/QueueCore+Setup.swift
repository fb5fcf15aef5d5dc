// Prepares queues for the cycle; never runs in it.
import Realtime
import Synchronization

extension QueueCore {
  init(
    capacity: Int, spinNanoseconds: Int64, target: UnsafeMutablePointer<QueueCore>? = nil,
    placeInTarget: Int = 0, timer: UnsafeMutablePointer<TimerCore>? = nil
  ) {
    self.capacity = capacity
    self.spinNanoseconds = spinNanoseconds
    unsafe self.target = unsafe target
    self.placeInTarget = placeInTarget
    unsafe rings = .allocate(capacity: 3)
    for index in 0..<3 {
      unsafe (rings + index).initialize(to: BoundedRing(minimumCapacity: capacity))
    }
    unsafe serials = .allocate(capacity: Self.serialLimit)
    unsafe serials.initialize(repeating: nil, count: Self.serialLimit)
    ready = InlineArray { _ in Atomic(0) }
    nextPlace = InlineArray { _ in Atomic(0) }
    performed = InlineArray { _ in Atomic(0) }
    unsafe deadlines = target?.pointee.deadlines ?? DeadlineTable.make(timer: timer)
  }

  /// Gives back what the core owns; no thread may use it any more.
  func releaseStorage() {
    unsafe rings.deinitialize(count: 3)
    unsafe rings.deallocate()
    unsafe serials.deallocate()
    if unsafe target == nil { unsafe DeadlineTable.destroy(deadlines) }
  }
}
