// Written in the cycle, read anywhere.
import Realtime
import Synchronization

/// What the flight recorder has written: the last periods, and each that went wrong.
struct FlightLog: ~Copyable {
  static var slotCount: Int { @_noLocks get { 64 } }

  private let slots: UnsafeMutablePointer<FlightSlot>
  /// Periods that were late, until the control side takes them.
  private let late = BoundedRing<PeriodRecord>(minimumCapacity: 32)
  /// Periods after a break, or that were begun late, likewise.
  private let breaks = BoundedRing<PeriodRecord>(minimumCapacity: 8)
  /// How late the driver's thread came after the device had asked.
  let wake = DurationHistogram()

  init() {
    slots = .allocate(capacity: Self.slotCount)
    for index in 0..<Self.slotCount { (slots + index).initialize(to: FlightSlot()) }
  }

  deinit {
    slots.deinitialize(count: Self.slotCount)
    slots.deallocate()
  }

  /// Keeps a period; one that went wrong for the control side too, if there is room.
  ///
  /// Thread: cycle.
  @_noLocks
  borrowing func write(_ record: PeriodRecord) {
    slots[Int(truncatingIfNeeded: record.number) & (Self.slotCount - 1)].write(record)
    wake.recordAlone(record.ran - record.asked)
    if record.isLate {
      _ = late.put(record)
    } else if record.isAfterBreak || record.isOverslept {
      _ = breaks.put(record)
    }
  }

  /// Takes the periods that were late, oldest first.
  ///
  /// Thread: control.
  borrowing func takeLate() -> [PeriodRecord] {
    var records: [PeriodRecord] = []
    while records.count < late.capacity, let record = late.take() { records.append(record) }
    return records
  }

  /// Takes the periods that came after a break, or were begun late, and were done in time, oldest
  /// first.
  ///
  /// Thread: control.
  borrowing func takeBreaks() -> [PeriodRecord] {
    var records: [PeriodRecord] = []
    while records.count < breaks.capacity, let record = breaks.take() { records.append(record) }
    return records
  }

  /// When the device asked for the period that was under way at a time; nil when that is not among
  /// the last.
  ///
  /// Thread: any.
  borrowing func asked(forPeriodAt time: Int64) -> Int64? {
    for index in 0..<Self.slotCount {
      if let span = slots[index].read(), span.ran <= time, time <= span.closed { return span.asked }
    }
    return nil
  }
}

/// One of the last periods, in a line of the cache.
struct FlightSlot: ~Copyable {
  /// 0 while it is being written, and before.
  private let number = Atomic<UInt64>(0)
  private let asked = Atomic<Int64>(0)
  private let ran = Atomic<Int64>(0)
  private let closed = Atomic<Int64>(0)

  @_noLocks
  borrowing func write(_ record: PeriodRecord) {
    number.store(0, ordering: .relaxed)
    atomicMemoryFence(ordering: .releasing)
    asked.store(record.asked, ordering: .relaxed)
    ran.store(record.ran, ordering: .relaxed)
    closed.store(record.closed, ordering: .relaxed)
    number.store(record.number, ordering: .releasing)
  }

  /// What it holds; nil when it is being written, or was never.
  borrowing func read() -> (asked: Int64, ran: Int64, closed: Int64)? {
    let before = number.load(ordering: .acquiring)
    let times = (
      asked: asked.load(ordering: .relaxed), ran: ran.load(ordering: .relaxed),
      closed: closed.load(ordering: .relaxed)
    )
    atomicMemoryFence(ordering: .acquiring)
    return before != 0 && number.load(ordering: .relaxed) == before ? times : nil
  }
}
