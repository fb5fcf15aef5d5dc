// Control side.
import CRTWorkQ
import WorkQueues

/// The turn of a serial queue that a callback with MFASYNC_REPLY_CALLBACK keeps until it replies.
///
/// Belongs to the result the callback is invoked with; when that is released without a reply, the
/// queue goes on all the same.
final class Reply {
  private let turn: SerialTurn

  private init(_ turn: SerialTurn) { self.turn = turn }

  deinit { turn.reply() }

  /// Lets the queue go on; false the second time.
  func give() -> Bool { turn.reply() }

  /// The reply a result stands for; nil for any other result.
  static func of(_ result: ResultPointer) -> Reply? {
    guard let own = ResultObject.own(result), own.pointee.attachment != nil else { return nil }
    return own.pointee.attachment as? Reply
  }

  /// Invokes a callback in its turn: with a result of its own, if it wants to reply.
  ///
  /// That result's object is the one that was put, its state the same.
  static func invoke(_ callback: CallbackPointer, _ result: ResultPointer) {
    let wantsToReply = callback.parameters.flags & DWORD(MFASYNC_REPLY_CALLBACK) != 0
    guard wantsToReply, let turn = SerialTurn.hold() else { return callback.invoke(result) }
    let reply = ResultObject.make(
      object: result.unknown, callback: nil, state: result.uncountedState,
      attachment: Reply(turn))
    callback.invoke(reply)
    reply.release()
  }
}
