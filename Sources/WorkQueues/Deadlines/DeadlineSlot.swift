import Synchronization

/// A place for one deadline at a time.
///
/// Its state is one word, a generation and a phase, so that cancelling and settling race on a
/// single exchange and only one of them wins.
@safe
struct DeadlineSlot: ~Copyable {
  enum Phase {
    static var free: UInt64 { @_noLocks get { 0 } }
    static var filling: UInt64 { @_noLocks get { 1 } }
    static var armed: UInt64 { @_noLocks get { 2 } }
  }

  let state = Atomic<UInt64>(0)
  private let due = Atomic<Int64>(0)
  private let rise = Atomic<Int64>(0)
  private let risingWorkers = Atomic<Int>(0)
  private let owner = Atomic<UInt>(0)

  /// Fills and arms the slot; returns its new generation.
  ///
  /// The caller has taken it off the free ones.
  @_noLocks
  borrowing func arm(_ deadline: Deadline) -> UInt64 {
    let generation = Self.generation(state.load(ordering: .relaxed)) &+ 1
    state.store(Self.word(generation, Phase.filling), ordering: .relaxed)
    // Each released, so that who reads one of them finds the state changed afterwards.
    due.store(deadline.dueNanoseconds, ordering: .releasing)
    rise.store(deadline.riseNanoseconds, ordering: .releasing)
    risingWorkers.store(deadline.risingWorkers, ordering: .releasing)
    unsafe owner.store(UInt(bitPattern: deadline.owner), ordering: .releasing)
    state.store(Self.word(generation, Phase.armed), ordering: .releasing)
    return generation
  }

  /// The deadline and its generation; nil when there is none, or another comes this very moment.
  @_noLocks
  borrowing func read() -> (deadline: Deadline, generation: UInt64)? {
    let before = state.load(ordering: .acquiring)
    guard Self.phase(before) == Phase.armed else { return nil }
    let due = due.load(ordering: .acquiring)
    let rise = rise.load(ordering: .acquiring)
    let count = risingWorkers.load(ordering: .acquiring)
    let address = owner.load(ordering: .acquiring)
    guard state.load(ordering: .acquiring) == before,
      let owner = unsafe UnsafeMutablePointer<QueueCore>(bitPattern: address)
    else { return nil }
    let deadline = unsafe Deadline(
      dueNanoseconds: due, riseNanoseconds: rise, risingWorkers: count, owner: owner)
    return (deadline, Self.generation(before))
  }

  /// Ends the deadline of a generation; false when somebody else has.
  @_noLocks
  borrowing func end(_ generation: UInt64) -> Bool {
    state.compareExchange(
      expected: Self.word(generation, Phase.armed), desired: Self.word(generation, Phase.free),
      ordering: .acquiringAndReleasing
    ).exchanged
  }

  @_noLocks
  private static func word(_ generation: UInt64, _ phase: UInt64) -> UInt64 {
    generation << 2 | phase
  }

  @_noLocks
  private static func generation(_ word: UInt64) -> UInt64 { word >> 2 }

  @_noLocks
  private static func phase(_ word: UInt64) -> UInt64 { word & 3 }
}
