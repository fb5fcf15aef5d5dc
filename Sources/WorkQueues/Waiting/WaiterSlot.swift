import Synchronization

/// One waiting item.
@safe
struct WaiterSlot: ~Copyable {
  enum Phase {
    static var free: UInt64 { @_noLocks get { 0 } }
    static var armed: UInt64 { @_noLocks get { 1 } }
    static var firing: UInt64 { @_noLocks get { 2 } }
    static var cancelled: UInt64 { @_noLocks get { 3 } }
  }

  /// The list of the waiter's thread a slot is in.
  enum Place {
    static var none: UInt8 { @_noLocks get { 0 } }
    /// Among those that wait on its source.
    static var source: UInt8 { @_noLocks get { 1 } }
    /// Among those to be handed over, as their item or as its cancellation.
    static var due: UInt8 { @_noLocks get { 2 } }
  }

  let state = Atomic<UInt64>(0)
  // Written before the slot is armed, read by the waiter's thread until it is free again.
  var item: WorkItem?
  var onCancel: WorkItem?
  var queue: QueueHandle?
  var priority = WorkPriority.normal
  /// Whether the waiter's thread performs the item itself.
  var isSignal = false
  /// The descriptor's registration; nil waits until cancelled.
  var source: UInt32?
  /// Whether the registration goes with the item.
  var ownsSource = false
  /// Orders the items, and tells an event meant for them from an earlier one.
  var ticket: UInt64 = 0
  // The waiter's thread's own.
  var place = Place.none
  var next: Int32 = -1
  var previous: Int32 = -1

  @_noLocks
  static func word(_ generation: UInt64, _ phase: UInt64) -> UInt64 { generation << 3 | phase }

  @_noLocks
  static func generation(_ word: UInt64) -> UInt64 { word >> 3 }

  @_noLocks
  static func phase(_ word: UInt64) -> UInt64 { word & 7 }
}
