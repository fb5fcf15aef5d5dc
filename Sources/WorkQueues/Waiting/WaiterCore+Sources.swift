// Control side.
import CRealtime
import Realtime
import Synchronization

extension WaiterCore {
  /// Registers a duplicate of a descriptor that reports nothing yet; the caller is its first user.
  ///
  /// Only in a visit.
  borrowing func makeSource(_ descriptor: Int32) throws(WorkQueueError) -> UInt32 {
    guard let index = freeSources.take() else { throw Self.tooManySources(sourceCount) }
    let copy = rt_descriptor_duplicate(descriptor)
    guard copy >= 0 else {
      _ = freeSources.put(index)
      throw Self.refusal(of: descriptor, -copy)
    }
    let error = rt_epoll_add(epoll, copy)
    guard error == 0 else {
      rt_descriptor_close(copy)
      _ = freeSources.put(index)
      throw Self.refusal(of: descriptor, error)
    }
    let source = unsafe sources + Int(index)
    unsafe source.pointee.descriptor = copy
    unsafe source.pointee.readiness = rt_descriptor_readiness(copy)
    unsafe source.pointee.users.wrappingAdd(1, ordering: .relaxed)
    return index
  }

  /// Ends the use of a source, so that it may be closed.
  @_noLocks
  borrowing func stopUsing(_ source: UInt32) {
    unsafe sources[Int(source)].users.wrappingSubtract(1, ordering: .releasing)
  }

  /// Gives a source back that no item waits on and nobody else has seen.
  borrowing func withdraw(_ source: UInt32) {
    stopUsing(source)
    close(source)
  }

  static func full(_ count: Int) -> WorkQueueError {
    WorkQueueError(.full, "the waiter is full: \(count) items wait in it; cancel some")
  }

  private static func tooManySources(_ count: Int) -> WorkQueueError {
    WorkQueueError(
      .full, "the waiter is full: it has \(count) descriptors registered; unjoin some")
  }

  private static func refusal(of descriptor: Int32, _ error: Int32) -> WorkQueueError {
    switch rt_refusal_of(error) {
    case rt_refusal_closed:
      WorkQueueError(.badDescriptor, "descriptor \(descriptor) is not open")
    case rt_refusal_always_ready:
      WorkQueueError(
        .badDescriptor,
        "descriptor \(descriptor) is of a file that is always ready; put the item at once")
    case rt_refusal_limit: noDescriptor(error)
    default:
      WorkQueueError(
        .badDescriptor, "descriptor \(descriptor) cannot be waited on: error \(error)")
    }
  }
}
