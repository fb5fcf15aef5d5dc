import Synchronization

/// The turn of a serial queue's item while it is kept, in one word: its number and a phase.
///
/// A serial queue has one slot, since one turn at a time is kept. Slots are never given back to the
/// system, so that a reply may come twice, or after the queue is gone: the number has changed then.
@safe
struct TurnSlot: ~Copyable {
  enum Phase {
    static var free: UInt64 { @_noLocks get { 0 } }
    /// Kept, by an item that is being performed.
    static var held: UInt64 { @_noLocks get { 1 } }
    /// Kept, by an item that has returned: whoever replies lets the queue go on.
    static var waiting: UInt64 { @_noLocks get { 2 } }
  }

  let state = Atomic<UInt64>(0)
  /// Threads that reply; the queue may only go when there is none.
  let repliers = Atomic<Int>(0)
  // Written while the slot is nobody's, read by whoever ends a turn of the queue.
  var queue: UnsafeMutablePointer<QueueCore>?
  /// Whether a queue has it.
  let isTaken = Atomic<Bool>(true)
  /// The slot that was made before, 0 for none.
  var next: UInt = 0

  /// Keeps the turn, or finds it kept; returns its number.
  ///
  /// Thread: the one that performs an item of the queue.
  @_noLocks
  borrowing func hold() -> UInt64 {
    let before = state.load(ordering: .acquiring)
    let number = Self.number(before)
    // Nobody else changes a slot that is free.
    if Self.phase(before) == Phase.free {
      state.store(Self.word(number, Phase.held), ordering: .releasing)
    }
    return number
  }

  /// After an item: whether it keeps its turn.
  ///
  /// Then a reply may come at once, and the queue belongs to whoever replies.
  @_noLocks
  borrowing func keepsTurn() -> Bool {
    let before = state.load(ordering: .relaxed)
    guard Self.phase(before) == Phase.held else { return false }
    return state.compareExchange(
      expected: before, desired: Self.word(Self.number(before), Phase.waiting),
      ordering: .acquiringAndReleasing
    ).exchanged
  }

  /// Gives a turn up; false when that was done before.
  @_noLocks
  borrowing func reply(_ number: UInt64) -> Bool {
    repliers.wrappingAdd(1, ordering: .sequentiallyConsistent)
    let hasReplied = end(number)
    repliers.wrappingSubtract(1, ordering: .sequentiallyConsistent)
    return hasReplied
  }

  @_noLocks
  private borrowing func end(_ number: UInt64) -> Bool {
    if giveUp(number, Phase.held) { return true }
    guard giveUp(number, Phase.waiting) else { return false }
    unsafe queue?.pointee.goOn()
    return true
  }

  @_noLocks
  private borrowing func giveUp(_ number: UInt64, _ phase: UInt64) -> Bool {
    state.compareExchange(
      expected: Self.word(number, phase), desired: Self.word(number &+ 1, Phase.free),
      ordering: .sequentiallyConsistent
    ).exchanged
  }

  /// Whether a turn is kept, or just given up.
  @_noLocks
  borrowing func isBusy() -> Bool {
    Self.phase(state.load(ordering: .sequentiallyConsistent)) != Phase.free
      || repliers.load(ordering: .sequentiallyConsistent) != 0
  }

  @_noLocks
  private static func word(_ number: UInt64, _ phase: UInt64) -> UInt64 { number << 2 | phase }

  @_noLocks
  private static func number(_ word: UInt64) -> UInt64 { word >> 2 }

  @_noLocks
  private static func phase(_ word: UInt64) -> UInt64 { word & 3 }
}
