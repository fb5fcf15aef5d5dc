// Control side.
import CRTWorkQ

/// An id as programs know it, taken apart.
///
/// Private ids are `(slot + 5) << 16 | generation`, so that the id of a queue that has ended names
/// no other; ids below are the platform's.
struct QueueIdentifier {
  static let privateCount = 124
  static let platformCount = 8
  private static let firstPrivate = 5
  private static let standard = 1

  /// The place in the table: the private queues first.
  let slot: Int
  let generation: UInt16

  /// nil for an id no queue can have; those of the platform that stand for none are the standard
  /// queue's.
  init?(_ id: DWORD) {
    let upper = Int(id >> 16)
    generation = UInt16(truncatingIfNeeded: id)
    switch upper {
    case 0:
      slot = Self.privateCount + Self.platformIndex(Int(id))
    case Self.firstPrivate..<Self.firstPrivate + Self.privateCount:
      slot = upper - Self.firstPrivate
    default:
      return nil
    }
  }

  private static func platformIndex(_ id: Int) -> Int {
    switch id {
    case 2, 3, 4, 5, 7: id
    default: standard
    }
  }

  init(slot: Int, generation: UInt16) {
    self.slot = slot
    self.generation = generation
  }

  var isPrivate: Bool { slot < Self.privateCount }

  /// The number of a queue of the platform, 1 to 7.
  var platformIndex: Int { slot - Self.privateCount }

  /// What the program sees.
  var value: DWORD {
    isPrivate
      ? DWORD(slot + Self.firstPrivate) << 16 | DWORD(generation) : DWORD(platformIndex)
  }

  /// What the slot's word has above its users while the queue is open.
  var openWord: UInt64 {
    (1 << 16 | (isPrivate ? UInt64(generation) : 0)) << 32
  }

  /// The generation after this one, which is never 0xffff.
  static func generation(after generation: UInt16) -> UInt16 {
    generation == 0xfffe ? 0 : generation + 1
  }
}
