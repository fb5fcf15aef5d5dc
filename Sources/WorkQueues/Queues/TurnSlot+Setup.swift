// Makes slots for turns; never runs in the cycle.
import Synchronization

extension TurnSlot {
  /// The slot made last, of all there are in the process.
  private static let last = Atomic<UInt>(0)

  /// A slot for a serial queue: one that a former queue has given back, or a new one.
  static func take(for queue: UnsafeMutablePointer<QueueCore>) -> UnsafeMutablePointer<TurnSlot> {
    let slot = unsafe takeFormer() ?? make()
    unsafe slot.pointee.queue = unsafe queue
    return unsafe slot
  }

  private static func takeFormer() -> UnsafeMutablePointer<TurnSlot>? {
    var next = last.load(ordering: .acquiring)
    while let slot = unsafe UnsafeMutablePointer<TurnSlot>(bitPattern: next) {
      let wasTaken = unsafe slot.pointee.isTaken.exchange(true, ordering: .acquiringAndReleasing)
      if !wasTaken { return unsafe slot }
      unsafe next = slot.pointee.next
    }
    return nil
  }

  private static func make() -> UnsafeMutablePointer<TurnSlot> {
    let slot = UnsafeMutablePointer<TurnSlot>.allocate(capacity: 1)
    unsafe slot.initialize(to: TurnSlot())
    var before = last.load(ordering: .relaxed)
    while true {
      unsafe slot.pointee.next = before
      let (exchanged, original) = last.weakCompareExchange(
        expected: before, desired: UInt(bitPattern: slot), ordering: .acquiringAndReleasing)
      if exchanged { return unsafe slot }
      before = original
    }
  }

  /// Gives the slot back; no turn of its queue is kept.
  borrowing func giveBack() { isTaken.store(false, ordering: .releasing) }
}
