// Prepares tables of deadlines for the cycle; never runs in it.
import CRealtime
import Realtime
import Synchronization

extension DeadlineTable {
  init(timer: UnsafeMutablePointer<TimerCore>?) {
    unsafe self.timer = unsafe timer
    unsafe slots = .allocate(capacity: Self.slotCount)
    for index in 0..<Self.slotCount { unsafe (slots + index).initialize(to: DeadlineSlot()) }
  }

  /// Makes a table at an address of its own.
  static func make(timer: UnsafeMutablePointer<TimerCore>?) -> UnsafeMutablePointer<Self> {
    let table = UnsafeMutablePointer<Self>.allocate(capacity: 1)
    unsafe table.initialize(to: DeadlineTable(timer: timer))
    return unsafe table
  }

  /// Gives a table back with all seats; no thread may use it any more.
  static func destroy(_ table: UnsafeMutablePointer<Self>) {
    var next = unsafe table.pointee.firstSeat
    while let seat = unsafe next {
      unsafe next = seat.pointee.nextSeat
      unsafe seat.deinitialize(count: 1)
      unsafe seat.deallocate()
    }
    unsafe table.pointee.slots.deinitialize(count: slotCount)
    unsafe table.pointee.slots.deallocate()
    unsafe table.deinitialize(count: 1)
    unsafe table.deallocate()
  }

  /// A free seat, or a new one; one thread at a time.
  borrowing func takeSeat(rises: Bool) -> UnsafeMutablePointer<WorkerSeat> {
    var rank = 0
    var found: UnsafeMutablePointer<WorkerSeat>?
    var next = unsafe firstSeat
    // The list begins with the newest seat: the last that is found has the lowest rank.
    while let seat = unsafe next {
      if unsafe seat.pointee.rises == rises {
        rank += 1
        if unsafe !seat.pointee.isTaken.load(ordering: .acquiring) { unsafe found = unsafe seat }
      }
      unsafe next = seat.pointee.nextSeat
    }
    if let found = unsafe found {
      unsafe found.pointee.isTaken.store(true, ordering: .relaxed)
      return unsafe found
    }
    let seat = UnsafeMutablePointer<WorkerSeat>.allocate(capacity: 1)
    unsafe seat.initialize(to: WorkerSeat(rank: rises ? rank : .max, next: firstSeat))
    seats.store(UInt(bitPattern: seat), ordering: .sequentiallyConsistent)
    return unsafe seat
  }

  /// Drops the deadlines of a closed queue, and waits until nobody looks at it for one.
  borrowing func drop(_ owner: UnsafeMutablePointer<QueueCore>) {
    for index in 0..<Self.slotCount {
      guard let (deadline, generation) = unsafe slots[index].read(),
        unsafe deadline.owner == owner
      else { continue }
      _ = end(index, generation)
    }
    refreshNextDue()
    waitForSettlers()
  }

  /// Waits until whoever settles deadlines now is done.
  borrowing func waitForSettlers() {
    while settlers.load(ordering: .sequentiallyConsistent) > 0 {
      _ = rt_sleep_until(Clock.now() + 20_000)
    }
  }
}
