import CRealtime
import Realtime
import Synchronization

extension WaiterCore {
  /// Cancels all items for a queue that is about to go.
  @_noLocks
  borrowing func cancelAll(of queue: UInt, _ run: inout WaiterRun) {
    for index in 0..<UInt32(slotCount) where isWaiting(index, for: queue) {
      _ = unsafe exchange(
        slots + Int(index), from: WaiterSlot.Phase.armed, to: WaiterSlot.Phase.cancelled)
      makeDue(index, &run)
    }
  }

  /// Whether a slot holds an item for a queue; 0 is any.
  @_noLocks
  private borrowing func isWaiting(_ index: UInt32, for queue: UInt) -> Bool {
    let slot = unsafe slots + Int(index)
    let phase = unsafe WaiterSlot.phase(slot.pointee.state.load(ordering: .acquiring))
    guard phase != WaiterSlot.Phase.free, let core = unsafe slot.pointee.queue?.core else {
      return false
    }
    return queue == 0 || UInt(bitPattern: core) == queue
  }

  /// Tells who lets a queue go how many of its items are left; none when they are to be dropped.
  @_noLocks
  borrowing func answer(_ request: UInt, _ run: inout WaiterRun) {
    if request & 1 != 0 { drop(request & ~1, &run) }
    var count = 0
    for index in 0..<UInt32(slotCount) where isWaiting(index, for: request & ~1) { count += 1 }
    remaining.store(count, ordering: .relaxed)
    leaving.store(0, ordering: .releasing)
  }

  /// Releases what is due for a queue, 0 for any, without putting it.
  @_noLocks
  private borrowing func drop(_ queue: UInt, _ run: inout WaiterRun) {
    var index = run.due.first
    while index >= 0 {
      let next = unsafe slots[Int(index)].next
      if isWaiting(UInt32(index), for: queue) {
        dropped.wrappingAdd(1, ordering: .relaxed)
        release(UInt32(index), &run)
      }
      index = next
    }
  }

  /// Cancels everything, when nobody comes any more, and closes the sources.
  @_noLocks
  borrowing func end(_ run: inout WaiterRun) {
    while visitors.load(ordering: .sequentiallyConsistent) != 0 { pause(nanoseconds: 50_000) }
    lookAtChanges(&run)
    cancelAll(of: 0, &run)
    let latest = Clock.now() + patienceNanoseconds
    handOver(&run)
    while !run.due.isEmpty, Clock.now() < latest {
      pause(nanoseconds: 1_000_000)
      handOver(&run)
    }
    drop(0, &run)
    for index in 0..<UInt32(sourceCount)
    where unsafe sources[Int(index)].descriptor >= 0 { close(index) }
  }

  @_noLocks
  private borrowing func pause(nanoseconds: Int64) {
    _ = rt_sleep_until(Clock.now() + nanoseconds)
  }
}
