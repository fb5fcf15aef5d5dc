public import Synchronization

/// A bounded ring that any number of threads put into and take from without locks.
///
/// Each slot's sequence says whose turn it is: a slot at position `p` may be filled when its
/// sequence is `p`, and emptied when it is `p + 1` (D. Vyukov's bounded queue). A put to a full
/// ring is refused. The functions are generic and inlinable, so the compiler proves them free of
/// locks in each concrete caller.
@safe
public struct BoundedRing<Element: BitwiseCopyable>: ~Copyable, @unchecked Sendable {
  @usableFromInline
  struct Slot: ~Copyable {
    @usableFromInline let sequence: Atomic<UInt>
    @usableFromInline var element: Element?
  }

  @usableFromInline let slots: UnsafeMutablePointer<Slot>
  @usableFromInline let mask: UInt
  // Each end has cache lines of its own, and what never changes too: putting would slow taking
  // down, even where both only look at the mask.
  private let tailPadding = CacheLinePadding()
  @usableFromInline let tail = Atomic<UInt>(0)
  private let headPadding = CacheLinePadding()
  @usableFromInline let head = Atomic<UInt>(0)
  private let endPadding = CacheLinePadding()

  deinit {
    unsafe slots.deinitialize(count: Int(mask) + 1)
    unsafe slots.deallocate()
  }

  /// How many elements fit.
  public var capacity: Int { Int(mask) + 1 }

  /// How many elements were ever taken.
  ///
  /// Thread: any.
  @inlinable
  public var takenCount: Int { Int(bitPattern: head.load(ordering: .acquiring)) }

  /// How many elements wait, those that are just being put counted.
  ///
  /// Thread: any.
  @inlinable
  public var count: Int {
    let taken = head.load(ordering: .acquiring)
    let waiting = Int(bitPattern: tail.load(ordering: .relaxed) &- taken)
    return waiting > 0 ? waiting : 0
  }

  /// Whether there was nothing to take a moment ago.
  ///
  /// Thread: any.
  @inlinable
  public var isEmpty: Bool {
    var position = head.load(ordering: .relaxed)
    while true {
      let slot = unsafe slots + Int(position & mask)
      let sequence = unsafe slot.pointee.sequence.load(ordering: .acquiring)
      let turn = Int(bitPattern: sequence &- (position &+ 1))
      if turn <= 0 { return turn < 0 }
      // Taken by another meanwhile: the element behind it counts.
      position = head.load(ordering: .relaxed)
    }
  }

  /// Puts an element in; false when the ring is full.
  ///
  /// Thread: any.
  @inlinable
  public borrowing func put(_ element: Element) -> Bool {
    var position = tail.load(ordering: .relaxed)
    while true {
      let slot = unsafe slots + Int(position & mask)
      let sequence = unsafe slot.pointee.sequence.load(ordering: .acquiring)
      let turn = Int(bitPattern: sequence &- position)
      if turn == 0 {
        let (exchanged, original) = tail.weakCompareExchange(
          expected: position, desired: position &+ 1, ordering: .relaxed)
        if exchanged {
          unsafe slot.pointee.element = element
          unsafe slot.pointee.sequence.store(position &+ 1, ordering: .releasing)
          return true
        }
        position = original
      } else if turn < 0 {
        return false
      } else {
        position = tail.load(ordering: .relaxed)
      }
    }
  }

  /// Takes the oldest element out; nil when the ring is empty.
  ///
  /// Thread: any.
  @inlinable
  public borrowing func take() -> Element? {
    var position = head.load(ordering: .relaxed)
    while true {
      let slot = unsafe slots + Int(position & mask)
      let sequence = unsafe slot.pointee.sequence.load(ordering: .acquiring)
      let turn = Int(bitPattern: sequence &- (position &+ 1))
      if turn == 0 {
        let (exchanged, original) = head.weakCompareExchange(
          expected: position, desired: position &+ 1, ordering: .acquiringAndReleasing)
        if exchanged {
          let element = unsafe slot.pointee.element
          unsafe slot.pointee.sequence.store(position &+ mask &+ 1, ordering: .releasing)
          return element
        }
        position = original
      } else if turn < 0 {
        return nil
      } else {
        position = head.load(ordering: .relaxed)
      }
    }
  }
}
