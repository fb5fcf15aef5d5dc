// Control side.
import CRealtime
import Realtime
import Synchronization

extension WorkWaiter {
  /// Registers a descriptor for a queue that has this waiter.
  func join(_ descriptor: Int32, to queue: WorkQueue) throws(WorkQueueError) -> JoinedDescriptor {
    let core = unsafe try start()
    let result = joins.withLock { joins -> Result<WaitHandle, WorkQueueError> in
      do throws(WorkQueueError) {
        try Self.check(descriptor, for: queue, among: joins)
        let registration = try unsafe core.pointee.join(descriptor, to: queue)
        joins.append(registration.0)
        return .success(
          unsafe WaitHandle(
            core, queue: queue.handle, source: registration.1, ticket: registration.0.ticket))
      } catch {
        return .failure(error)
      }
    }
    return JoinedDescriptor(queue: queue, handle: try result.get(), waiter: self)
  }

  private static func check(
    _ descriptor: Int32, for queue: WorkQueue, among joins: [JoinedDescriptor.Registration]
  ) throws(WorkQueueError) {
    guard unsafe !queue.core.pointee.isClosed.load(ordering: .acquiring) else {
      throw WorkQueueError(.closed, "queue \(queue.name) is closed")
    }
    let other = joins.first { join in
      join.queue != ObjectIdentifier(queue)
        && rt_descriptor_is_same(descriptor, join.kept, join.original)
    }
    guard let other else { return }
    throw WorkQueueError(
      .joined, "descriptor \(descriptor) is joined to queue \(other.queueName); unjoin it first")
  }

  /// Ends a join and waits until the waiter's thread has cancelled what waited.
  func unjoin(_ handle: WaitHandle) {
    joins.withLock { $0.removeAll { $0.ticket == handle.ticket } }
    let core = unsafe handle.core
    guard unsafe core.pointee.endJoin(handle.source, joined: handle.ticket) else { return }
    while unsafe core.pointee.isClosing(handle) { _ = rt_sleep_until(Clock.now() + 50_000) }
  }
}

extension WaiterCore {
  /// Registers a descriptor for a queue; returns the source besides.
  borrowing func join(
    _ descriptor: Int32, to queue: WorkQueue
  ) throws(WorkQueueError) -> (JoinedDescriptor.Registration, UInt32) {
    guard enter() else { throw WorkWaiter.stopped }
    defer { leave() }
    let source = try makeSource(descriptor)
    let ticket = tickets.wrappingAdd(1, ordering: .relaxed).newValue
    let registration = JoinedDescriptor.Registration(
      ticket: ticket, original: descriptor, kept: unsafe sources[Int(source)].descriptor,
      queue: ObjectIdentifier(queue), queueName: queue.name)
    unsafe sources[Int(source)].owner.store(
      WaiterSource.open(ticket), ordering: .sequentiallyConsistent)
    stopUsing(source)
    return (registration, source)
  }

  /// Whether the waiter's thread has yet to close what `endJoin` ended.
  fileprivate borrowing func isClosing(_ handle: WaitHandle) -> Bool {
    guard !hasEnded.load(ordering: .acquiring) else { return false }
    return unsafe sources[Int(handle.source)].owner.load(ordering: .acquiring)
      == WaiterSource.closing(handle.ticket)
  }
}
