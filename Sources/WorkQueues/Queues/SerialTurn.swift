import CRealtime
import Synchronization

/// The turn of a serial queue's item, kept beyond the item's return.
///
/// So an item can begin what others end, such as a read of a file: its queue performs nothing else
/// until they reply. Every turn that is kept has to be given up with `reply` once; the queue's
/// `close` waits for that. The counterpart of the callback flag MFASYNC_REPLY_CALLBACK.
@safe
public struct SerialTurn: BitwiseCopyable, @unchecked Sendable {
  private let slot: UnsafeMutablePointer<TurnSlot>
  private let number: UInt64

  @_noLocks
  private init(_ slot: UnsafeMutablePointer<TurnSlot>, number: UInt64) {
    unsafe self.slot = unsafe slot
    self.number = number
  }

  /// Keeps the turn of the item the calling thread is in; nil when no serial queue performs that.
  ///
  /// Of a serial queue over another, the item keeps its own queue only: the other one goes on.
  /// Called twice in an item, it is the same turn, unless that was given up in between. Thread: any.
  @_noLocks
  public static func hold() -> SerialTurn? {
    guard let slot = unsafe WorkerHandle.current?.core.pointee.turnSlot() else { return nil }
    return unsafe SerialTurn(slot, number: slot.pointee.hold())
  }

  /// Lets the queue go on, once the item has returned; false when that was asked for before.
  ///
  /// May come while the item is still being performed, and, having no effect, when the queue is
  /// gone. Thread: any, the cycle's too; one system call when the queue has work and a worker for
  /// it sleeps.
  @_noLocks
  @discardableResult
  public func reply() -> Bool { unsafe slot.pointee.reply(number) }
}

extension WorkerCore {
  /// The slot of the serial queue whose item the worker is in; nil for none.
  @_noLocks
  borrowing func turnSlot() -> UnsafeMutablePointer<TurnSlot>? {
    unsafe UnsafeMutablePointer(bitPattern: serialTurn.load(ordering: .relaxed))
  }

  /// Notes that items of a serial queue follow, or others; returns what was before.
  @_noLocks
  borrowing func enterTurn(of slot: UnsafeMutablePointer<TurnSlot>?) -> UInt {
    let before = serialTurn.load(ordering: .relaxed)
    serialTurn.store(UInt(bitPattern: slot), ordering: .relaxed)
    return before
  }

  @_noLocks
  borrowing func leaveTurn(to before: UInt) { serialTurn.store(before, ordering: .relaxed) }
}

extension QueueCore {
  /// Whether the item of this serial queue that has just returned keeps its turn.
  @_noLocks
  borrowing func keepsTurn() -> Bool {
    guard let slot = unsafe turnSlot else { return false }
    return unsafe slot.pointee.keepsTurn()
  }

  /// Gives up the turn that an item of this serial queue had kept.
  ///
  /// Threads that came meanwhile have left it to this one to look for what they came for.
  @_noLocks
  borrowing func goOn() {
    _ = claims.exchange(0, ordering: .acquiringAndReleasing)
    announceRest()
  }
}
