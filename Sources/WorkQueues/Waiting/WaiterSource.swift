import Synchronization

/// A descriptor registered with epoll, for one waiting item or for all of a joined descriptor.
@safe
struct WaiterSource: ~Copyable {
  /// Who may arm the registration: 0 nobody, for it is free or an item's own.
  let owner = Atomic<UInt64>(0)
  /// Threads that are just arming it; it is closed when there is none.
  let users = Atomic<Int>(0)
  // Written before the source is used, read until it is closed.
  /// The waiter's own duplicate; -1 while the source is free.
  var descriptor: Int32 = -1
  var readiness: UInt32 = 0
  // The waiter's thread's own.
  var items = SlotList()

  /// The owner's word while the joined descriptor is open, by the ticket of the join.
  @_noLocks
  static func open(_ ticket: UInt64) -> UInt64 { ticket << 1 | 1 }

  /// The owner's word from its end on until it is closed.
  @_noLocks
  static func closing(_ ticket: UInt64) -> UInt64 { ticket << 1 }
}

/// What epoll reports: a source, and the latest item that waited on it when it was ready.
///
/// An item put after the look at the descriptor is not meant by it, nor is one whose source was
/// another's before.
struct WaiterEvent: BitwiseCopyable {
  let word: UInt64

  @_noLocks
  init(word: UInt64) { self.word = word }

  @_noLocks
  init(source: UInt32, ticket: UInt64) { word = ticket << 16 | UInt64(source) }

  static var bell: WaiterEvent { @_noLocks get { WaiterEvent(word: .max) } }

  var isBell: Bool { @_noLocks get { word == .max } }
  var source: UInt32 { @_noLocks get { UInt32(word & 0xFFFF) } }

  /// Whether the item was there; of a ticket the event holds the lower 48 bits.
  @_noLocks
  func means(_ ticket: UInt64) -> Bool {
    Int64(bitPattern: ((word >> 16) &- ticket) << 16) >= 0
  }
}
