// Control side.
import Realtime

extension WorkQueue {
  /// A serial queue over another, known there without being kept alive.
  struct WeakQueue {
    weak var queue: WorkQueue?
  }

  /// Gives a new serial queue its place over this one.
  func takeSerialPlace() throws(WorkQueueError) -> Int {
    let (place, isClosed) = state.withLock { state in
      let place = (0..<ReadyPlaces.count).first { !state.serialPlaces.contains($0) }
      if let place, !state.isClosed { state.serialPlaces.insert(place) }
      return (place, state.isClosed)
    }
    if isClosed { throw WorkQueueError(.closed, "queue \(name) is closed") }
    guard let place else {
      throw WorkQueueError(
        .tooMany, "queue \(name) carries \(ReadyPlaces.count) serial queues already")
    }
    return place
  }

  /// Lets a new serial queue's work come; from here on it closes when this queue does.
  func attach(_ serial: WorkQueue) throws(WorkQueueError) {
    unsafe core.pointee.serials[serial.core.pointee.placeInTarget] = unsafe serial.core
    let isClosed = state.withLock { state in
      state.serials.append(WeakQueue(queue: serial))
      return state.isClosed
    }
    if isClosed { throw WorkQueueError(.closed, "queue \(name) is closed") }
  }

  func giveSerialPlaceBack(_ place: Int) {
    unsafe core.pointee.serials[place] = nil
    state.withLock { state in
      state.serialPlaces.remove(place)
      state.serials.removeAll { $0.queue == nil }
    }
  }
}
