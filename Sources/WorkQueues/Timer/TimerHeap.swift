import Realtime

/// The timer's waiting slots, the one that is due first on top.
///
/// The timer's thread's own.
@safe
struct TimerHeap: ~Copyable {
  let slots: UnsafeMutablePointer<TimerSlot>
  let places: UnsafeMutablePointer<UInt32>
  var count = 0

  deinit { unsafe places.deallocate() }

  /// The slot that is due first.
  var first: UInt32? { @_noLocks get { count > 0 ? unsafe places[0] : nil } }

  @_noLocks
  func due(_ place: Int) -> Int64 { unsafe slots[Int(places[place])].dueNanoseconds }

  /// Whether one place is due before another; of the same time, the one scheduled first.
  @_noLocks
  private func isEarlier(_ a: Int, _ b: Int) -> Bool {
    guard due(a) == due(b) else { return due(a) < due(b) }
    return unsafe slots[Int(places[a])].ticket < slots[Int(places[b])].ticket
  }

  @_noLocks
  func contains(_ slot: UInt32) -> Bool { unsafe slots[Int(slot)].heapIndex >= 0 }

  @_noLocks
  mutating func insert(_ slot: UInt32) {
    set(count, slot)
    count += 1
    rise(count - 1)
  }

  @_noLocks
  mutating func remove(_ slot: UInt32) {
    let place = unsafe slots[Int(slot)].heapIndex
    guard place >= 0 else { return }
    unsafe slots[Int(slot)].heapIndex = -1
    count -= 1
    guard place < count else { return }
    set(place, unsafe places[count])
    sink(place)
    rise(place)
  }

  @_noLocks
  private func set(_ place: Int, _ slot: UInt32) {
    unsafe places[place] = slot
    unsafe slots[Int(slot)].heapIndex = place
  }

  @_noLocks
  private func swap(_ a: Int, _ b: Int) {
    let slot = unsafe places[a]
    set(a, unsafe places[b])
    set(b, slot)
  }

  @_noLocks
  private func rise(_ start: Int) {
    var place = start
    while place > 0, isEarlier(place, (place - 1) / 2) {
      swap(place, (place - 1) / 2)
      place = (place - 1) / 2
    }
  }

  @_noLocks
  private func sink(_ start: Int) {
    var place = start
    while true {
      var earliest = place
      for child in (2 * place + 1)...(2 * place + 2) where child < count {
        if isEarlier(child, earliest) { earliest = child }
      }
      guard earliest != place else { return }
      swap(place, earliest)
      place = earliest
    }
  }
}
