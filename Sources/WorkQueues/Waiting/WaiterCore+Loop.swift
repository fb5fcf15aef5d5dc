import CRealtime
import Realtime
import Synchronization

/// What only the waiter's thread has.
@safe
struct WaiterRun: ~Copyable {
  static let readyLimit = 64

  /// Items to be handed over, as they are or as their cancellation.
  var due = SlotList()
  /// Whether a source could not be closed yet.
  var hasOpenEnds = false
  let ready: UnsafeMutablePointer<UInt64>

  deinit { unsafe ready.deallocate() }

  /// How long epoll may wait: what a full queue refused is tried again after a millisecond.
  var milliseconds: Int32 { @_noLocks get { due.isEmpty && !hasOpenEnds ? -1 : 1 } }
}

extension WaiterCore {
  /// The life of the waiter's thread: wait for descriptors, hand over what is due.
  @_noLocks
  borrowing func work(_ run: inout WaiterRun) {
    while !isStopping.load(ordering: .acquiring) {
      turn(waiting: run.milliseconds, &run)
    }
    end(&run)
    hasEnded.store(true, ordering: .releasing)
  }

  /// Waits once, takes in what changed and hands over what is due.
  @_noLocks
  borrowing func turn(waiting milliseconds: Int32, _ run: inout WaiterRun) {
    let count = unsafe rt_epoll_wait(epoll, run.ready, milliseconds)
    lookAtChanges(&run)
    for index in 0..<Int(count) {
      let event = WaiterEvent(word: unsafe run.ready[index])
      if !event.isBell { report(event, &run) }
    }
    let queue = leaving.load(ordering: .acquiring)
    if queue & ~1 != 0 { cancelAll(of: queue & ~1, &run) }
    closeSources(&run)
    handOver(&run)
    if queue & ~1 != 0 { answer(queue, &run) }
  }

  @_noLocks
  borrowing func lookAtChanges(_ run: inout WaiterRun) {
    for word in 0..<changed.wordCount {
      var bits = changed.take(word)
      while bits != 0 {
        look(at: UInt32(word * 64 + bits.trailingZeroBitCount), &run)
        bits &= bits - 1
      }
    }
  }

  /// Takes a newly armed slot in, or has a cancelled one handed over as such.
  @_noLocks
  borrowing func look(at index: UInt32, _ run: inout WaiterRun) {
    let slot = unsafe slots + Int(index)
    let phase = unsafe WaiterSlot.phase(slot.pointee.state.load(ordering: .acquiring))
    if phase == WaiterSlot.Phase.cancelled { return makeDue(index, &run) }
    guard phase == WaiterSlot.Phase.armed, unsafe slot.pointee.place == WaiterSlot.Place.none,
      let source = unsafe slot.pointee.source
    else { return }
    unsafe slot.pointee.place = WaiterSlot.Place.source
    // Copied: a mutating access would be one to all of the source, whose atomics others use.
    var items = unsafe sources[Int(source)].items
    unsafe items.insert(index, in: slots)
    setItems(of: source, to: items)
  }

  /// Has all items handed over that waited on a source when it was ready.
  @_noLocks
  borrowing func report(_ event: WaiterEvent, _ run: inout WaiterRun) {
    guard event.source < sourceCount else { return }
    let source = unsafe sources + Int(event.source)
    while unsafe !source.pointee.items.isEmpty {
      let first = unsafe UInt32(source.pointee.items.first)
      guard unsafe event.means(slots[Int(first)].ticket) else {
        // Put meanwhile, and the report of another spent what it had armed.
        return arm(event.source, for: unsafe slots[Int(source.pointee.items.last)].ticket)
      }
      makeDue(first, &run)
    }
  }

  @_noLocks
  borrowing func makeDue(_ index: UInt32, _ run: inout WaiterRun) {
    let slot = unsafe slots + Int(index)
    guard unsafe slot.pointee.place != WaiterSlot.Place.due else { return }
    if unsafe slot.pointee.place == WaiterSlot.Place.source, let source = unsafe slot.pointee.source
    {
      var items = unsafe sources[Int(source)].items
      unsafe items.remove(index, in: slots)
      setItems(of: source, to: items)
    }
    unsafe slot.pointee.place = WaiterSlot.Place.due
    unsafe run.due.insert(index, in: slots)
  }

  @_noLocks
  private borrowing func setItems(of index: UInt32, to items: SlotList) {
    let source = unsafe sources + Int(index)
    unsafe source.pointee.items = items
  }
}
