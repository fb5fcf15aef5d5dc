// Prepares queues for the cycle; never runs in it.
import Realtime
import Synchronization

extension QueueCore {
  init(
    capacity: Int, spinNanoseconds: Int64, countsSpinners: Bool = true,
    target: UnsafeMutablePointer<QueueCore>? = nil, placeInTarget: Int = 0,
    timer: UnsafeMutablePointer<TimerCore>? = nil,
    lanes: UnsafeMutablePointer<QueueCore>? = nil, front: UnsafeMutablePointer<QueueCore>? = nil
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
    ready = InlineArray { _ in ReadyPlaces() }
    highestDepths = InlineArray { _ in Atomic(0) }
    unsafe deadlines =
      target?.pointee.deadlines ?? front?.pointee.deadlines ?? DeadlineTable.make(timer: timer)
  }

  /// Gives back what the core owns; no thread may use it any more.
  func releaseStorage() {
    unsafe rings.deinitialize(count: 3)
    unsafe rings.deallocate()
    guard unsafe front == nil else { return }
    unsafe serials.deallocate()
    if unsafe target == nil { unsafe DeadlineTable.destroy(deadlines) }
  }

  private static func makeSerials() -> UnsafeMutablePointer<UnsafeMutablePointer<QueueCore>?> {
    let serials = UnsafeMutablePointer<UnsafeMutablePointer<QueueCore>?>
      .allocate(capacity: ReadyPlaces.count)
    unsafe serials.initialize(repeating: nil, count: ReadyPlaces.count)
    return unsafe serials
  }
}
