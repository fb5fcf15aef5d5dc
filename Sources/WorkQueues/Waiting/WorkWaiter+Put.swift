// Control side.
import CRealtime
import Realtime
import Synchronization

extension WorkWaiter {
  /// Lets items wait, all or none; their queues have this waiter.
  func put(_ items: [WaitingItem]) throws(WorkQueueError) -> [WaitingItemKey] {
    let core = unsafe try start()
    return try unsafe core.pointee.put(items)
  }

  /// Cancels items, with one ring of the bell; false for those that are past it.
  func cancel(_ keys: [WaitingItemKey]) -> [Bool] {
    guard let core = unsafe core, unsafe core.pointee.enter() else {
      return keys.map { _ in false }
    }
    defer { unsafe core.pointee.leave() }
    let results = keys.map { unsafe core.pointee.markCancelled($0) }
    if results.contains(true) { unsafe core.pointee.ring() }
    return results
  }
}

/// What an item needs to wait: taken before any of several items waits.
private struct WaiterPlace {
  let slot: UInt32
  let source: UInt32?
}

extension WaiterCore {
  /// Lets items wait, all or none.
  borrowing func put(_ items: [WaitingItem]) throws(WorkQueueError) -> [WaitingItemKey] {
    guard enter() else { throw WorkWaiter.stopped }
    defer { leave() }
    var places: [WaiterPlace] = []
    do throws(WorkQueueError) {
      for item in items { places.append(try takePlace(for: item)) }
    } catch {
      for place in places { giveBack(place) }
      throw error
    }
    return zip(items, places).map { arm($0, in: $1) }
  }

  private borrowing func takePlace(
    for item: WaitingItem
  ) throws(WorkQueueError) -> WaiterPlace {
    guard unsafe !item.queue.core.pointee.isClosed.load(ordering: .acquiring) else {
      throw WorkQueueError(.closed, "queue \(item.queue.name) is closed")
    }
    guard let slot = freeSlots.take() else { throw Self.full(slotCount) }
    do throws(WorkQueueError) {
      let source = try item.descriptor.map { (descriptor) throws(WorkQueueError) in
        try makeSource(descriptor)
      }
      return WaiterPlace(slot: slot, source: source)
    } catch {
      _ = freeSlots.put(slot)
      throw error
    }
  }

  private borrowing func giveBack(_ place: WaiterPlace) {
    if let source = place.source { withdraw(source) }
    _ = freeSlots.put(place.slot)
  }

  private borrowing func arm(_ item: WaitingItem, in place: WaiterPlace) -> WaitingItemKey {
    let key = arm(
      place.slot, item.item, onCancel: item.onCancel, on: item.queue.handle,
      priority: item.priority, source: place.source, ownsSource: place.source != nil,
      isSignal: item.isSignal)
    if let source = place.source { stopUsing(source) }
    return key
  }
}
