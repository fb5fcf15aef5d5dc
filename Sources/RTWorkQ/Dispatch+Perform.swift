// Control side.
import CRTWorkQ
import WorkQueues

extension Dispatch {
  /// The item that performs a result on a queue, with the reference it was given.
  static func item(_ result: ResultPointer, isSerial: Bool) -> WorkItem {
    WorkItem(isSerial ? performInTurn : perform, context: result)
  }

  /// The one that tells a result that it was cancelled.
  static func cancelledItem(_ result: ResultPointer) -> WorkItem {
    WorkItem(performCancelled, context: result)
  }

  /// What a queue performs for a result.
  static let perform: @convention(c) (UnsafeMutableRawPointer?) -> Void = { context in
    guard let result = context?.assumingMemoryBound(to: IRtwqAsyncResult.self) else { return }
    result.callback?.invoke(result)
    result.release()
  }

  /// What a serial queue performs for a result: the callback may want to end it later.
  static let performInTurn: @convention(c) (UnsafeMutableRawPointer?) -> Void = { context in
    guard let result = context?.assumingMemoryBound(to: IRtwqAsyncResult.self) else { return }
    if let callback = result.callback { Reply.invoke(callback, result) }
    result.release()
  }

  private static let performCancelled: @convention(c) (UnsafeMutableRawPointer?) -> Void = {
    guard let result = $0?.assumingMemoryBound(to: IRtwqAsyncResult.self) else { return }
    result.setStatus(Status.operationCancelled)
    result.callback?.invoke(result)
    result.release()
  }
}
