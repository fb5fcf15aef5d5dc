// Control side.
import CRTWorkQ
import WorkQueues

/// Results that wait for descriptors.
enum WaitingResults {
  /// Puts a result to wait; returns its key.
  static func put(
    _ result: ResultPointer, _ handle: HANDLE?, priority: LONG
  ) throws(Failure) -> RTWQWORKITEM_KEY {
    let platform = try platformLife.platform()
    let waiting = try item(result, handle, priority: priority)
    result.addReference()
    do throws(Failure) {
      let key = try translating { () throws(WorkQueueError) in
        guard let joined = joinedDescriptors.joined(waiting.descriptor) else {
          return try platform.putWaiting([waiting])[0]
        }
        return try joined.put(
          waiting.item, priority: waiting.priority, onCancel: waiting.onCancel)
      }
      return ItemKeys.waiting | key.rawValue
    } catch {
      result.release()
      throw error
    }
  }

  /// Puts several to wait, all or none.
  static func put(
    _ results: [ResultPointer], _ handles: [HANDLE?], priority: LONG
  ) throws(Failure) -> [RTWQWORKITEM_KEY] {
    let platform = try platformLife.platform()
    var waiting: [WaitingItem] = []
    for (result, handle) in zip(results, handles) {
      waiting.append(try item(result, handle, priority: priority))
    }
    for result in results { result.addReference() }
    do throws(WorkQueueError) {
      return try platform.putWaiting(waiting).map { ItemKeys.waiting | $0.rawValue }
    } catch {
      for result in results { result.release() }
      throw Failure(error)
    }
  }

  /// Cancels results; tells of each whether it still waited.
  static func cancel(_ keys: [RTWQWORKITEM_KEY]) throws(Failure) -> [Bool] {
    let found = try platformLife.platform().cancelWaiting(
      keys.map { WaitingItemKey(rawValue: ItemKeys.number($0)) })
    return zip(keys, found).map { ItemKeys.kind($0) == ItemKeys.waiting && $1 }
  }

  /// What is put on the queue that the descriptor is joined to, or that the callback names.
  private static func item(
    _ result: ResultPointer, _ handle: HANDLE?, priority: LONG
  ) throws(Failure) -> WaitingItem {
    guard let callback = result.callback else { throw Failure(Status.pointer) }
    let descriptor = Descriptor(handle)?.number
    let joined = joinedDescriptors.joined(descriptor)
    let queue = if let joined { joined.queue } else { try self.queue(of: callback) }
    return WaitingItem(
      Dispatch.item(result, isSerial: queue.kind == .serial), on: queue,
      priority: WorkPriority(sign: priority), descriptor: descriptor,
      onCancel: WorkItem(performCancelled, context: result))
  }

  private static func queue(of callback: CallbackPointer) throws(Failure) -> WorkQueue {
    let parameters = callback.parameters
    guard parameters.isConsistent else { throw Failure(Status.invalidQueue) }
    return try queueTable.queue(parameters.queue)
  }

  /// What a queue performs for a result that was cancelled.
  private static let performCancelled: @convention(c) (UnsafeMutableRawPointer?) -> Void = {
    guard let result = $0?.assumingMemoryBound(to: IRtwqAsyncResult.self) else { return }
    result.setStatus(Status.operationCancelled)
    result.callback?.invoke(result)
    result.release()
  }
}
