import Synchronization

/// What the governor tells of a class.
@safe
struct GovernedClass: ~Copyable {
  /// CPU time its threads used in the cycle that ended last, per 10 ms.
  let usedNanoseconds = Atomic<Int64>(0)
  /// Times it was lowered.
  let timesLowered = Atomic<UInt64>(0)
  /// Times it should have been lowered, but a broker granted its threads' priorities.
  let timesSpared = Atomic<UInt64>(0)
  let isLowered = Atomic<Bool>(false)
  /// The thread that had used most when the class was lowered last: slot and generation.
  let greediest = Atomic<UInt64>(0)

  @_noLocks
  init() {}
}

/// A thread as the governor names it, also when it has ended meanwhile.
struct GovernedName: BitwiseCopyable, Equatable {
  let slot: Int
  let generation: UInt32

  @_noLocks
  init(slot: Int, generation: UInt32) {
    self.slot = slot
    self.generation = generation
  }

  /// Both in one word.
  var word: UInt64 { @_noLocks get { UInt64(slot) << 32 | UInt64(generation) } }

  @_noLocks
  init(word: UInt64) {
    slot = Int(word >> 32)
    generation = UInt32(truncatingIfNeeded: word)
  }
}

/// Something that happened to one thread, as the governor's own thread tells it.
struct GovernorRecord: BitwiseCopyable {
  enum Kind: UInt8 {
    case doesNotYield, demoted, raisedAgain, refused
  }

  let kind: Kind
  let name: GovernedName
  /// The function of the item it was in, 0 for none; or the errno of a refusal.
  let value: UInt

  @_noLocks
  init(kind: Kind, name: GovernedName, value: UInt) {
    self.kind = kind
    self.name = name
    self.value = value
  }
}
