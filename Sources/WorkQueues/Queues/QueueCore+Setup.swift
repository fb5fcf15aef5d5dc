// Prepares queues for the cycle; never runs in it.
import Realtime
import Synchronization

extension QueueCore {
  init(
    capacity: Int, spinNanoseconds: Int64, countsSpinners: Bool = true,
    target: UnsafeMutablePointer<QueueCore>? = nil, placeInTarget: Int = 0,
    lanes: UnsafeMutablePointer<QueueCore>? = nil, front: UnsafeMutablePointer<QueueCore>? = nil,
    timer: UnsafeMutablePointer<TimerCore>? = nil
  ) {
    self.capacity = capacity
    self.spinNanoseconds = spinNanoseconds
    self.countsSpinners = countsSpinners
    unsafe self.target = unsafe target
    self.placeInTarget = placeInTarget
    unsafe rings = .allocate(capacity: 3)
    for index in 0..<3 {
      unsafe (rings + index).initialize(to: BoundedRing(minimumCapacity: capacity))
    }
    unsafe self.lanes = unsafe lanes
    unsafe self.front = unsafe front
    // A lane performs items of the serial queues over the preempting queue.
    unsafe serials = unsafe front?.pointee.serials ?? Self.makeSerials()
    ready = InlineArray { _ in Atomic(0) }
    nextPlace = InlineArray { _ in Atomic(0) }
    // One table for a queue, its lanes, and the serial queues over it.
    let shared = unsafe target ?? front
    unsafe deadlines = shared?.pointee.deadlines ?? DeadlineTable.make(timer: timer)
  }

  /// Gives back what the core owns; no thread may use it any more.
  func releaseStorage() {
    unsafe rings.deinitialize(count: 3)
    unsafe rings.deallocate()
    if unsafe front == nil { unsafe serials.deallocate() }
    if unsafe target == nil && front == nil { unsafe DeadlineTable.destroy(deadlines) }
  }

  private static func makeSerials() -> UnsafeMutablePointer<UnsafeMutablePointer<QueueCore>?> {
    let serials = UnsafeMutablePointer<UnsafeMutablePointer<QueueCore>?>
      .allocate(capacity: serialLimit)
    unsafe serials.initialize(repeating: nil, count: serialLimit)
    return unsafe serials
  }
}
