// Control side.
import CRTWorkQ
import WorkQueues

/// A queue's joining or leaving of a task class, under way until its end was asked for.
final class ClassOperation: @unchecked Sendable {
  /// What is to be done.
  enum Kind { case register, unregister }

  let kind: Kind
  // Written before the callback is invoked, read from then on.
  private(set) var status = Status.unexpected
  private(set) var taskIndex: UInt32 = 0

  private init(_ kind: Kind) { self.kind = kind }

  /// Performs `body` on a thread of its own, and then invokes the callback.
  static func begin(
    _ kind: Kind, _ callback: CallbackPointer, _ state: UnknownPointer?,
    _ body: @escaping @Sendable () throws(Failure) -> UInt32
  ) throws(Failure) {
    let operation = ClassOperation(kind)
    let begun = Begun(
      result: ResultObject.make(callback: callback, state: state, attachment: operation))
    let hasThread = controlThreads.perform {
      operation.perform(body)
      begun.result.setStatus(operation.status)
      _ = Dispatch.invokeDue(begun.result)
      begun.result.release()
    }
    guard hasThread else {
      begun.result.release()
      throw Failure(Status.outOfMemory)
    }
  }

  private struct Begun: @unchecked Sendable {
    let result: ResultPointer
  }

  private func perform(_ body: () throws(Failure) -> UInt32) {
    do {
      taskIndex = try body()
      status = Status.ok
    } catch {
      status = error.code
    }
  }

  /// The operation a result stands for.
  static func of(_ result: ResultPointer, _ kind: Kind) throws(Failure) -> ClassOperation {
    guard let own = ResultObject.own(result),
      let operation = own.pointee.attachment as? ClassOperation, operation.kind == kind
    else { throw Failure(Status.invalidArgument) }
    return operation
  }
}
