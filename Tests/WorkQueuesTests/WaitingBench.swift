import CRealtime
import Realtime
import Synchronization

@testable import WorkQueues

/// A waiter without a thread, driven by the test turn by turn.
final class WaitingBench {
  let core: UnsafeMutablePointer<WaiterCore>
  fileprivate var run: WaiterRun

  init(slotCount: Int = 64, sourceCount: Int = 128) throws {
    core = .allocate(capacity: 1)
    core.initialize(
      to: try WaiterCore(
        slotCount: slotCount, sourceCount: sourceCount, patienceNanoseconds: 10_000_000))
    run = WaiterRun.make()
  }

  deinit {
    core.pointee.isStopping.store(true, ordering: .sequentiallyConsistent)
    core.pointee.end(&run)
    core.pointee.closeDescriptors()
    core.pointee.releaseStorage()
    core.deinitialize(count: 1)
    core.deallocate()
  }

  /// One look at the changes and the descriptors, as the waiter's thread takes it.
  func turn() { core.pointee.turn(waiting: 0, &run) }

  func put(_ items: [WaitingItem]) throws -> [WaitingItemKey] { try core.pointee.put(items) }

  func put(
    _ item: WorkItem, on queue: WorkQueue, descriptor: Int32?, onCancel: WorkItem? = nil
  ) throws -> WaitingItemKey {
    try put([WaitingItem(item, on: queue, descriptor: descriptor, onCancel: onCancel)])[0]
  }

  func cancel(_ key: WaitingItemKey) -> Bool { core.pointee.cancel(key) }

  func endJoin(_ handle: WaitHandle) -> Bool {
    core.pointee.endJoin(handle.source, joined: handle.ticket)
  }

  func join(_ descriptor: Int32, to queue: WorkQueue) throws -> WaitHandle {
    let (registration, source) = try core.pointee.join(descriptor, to: queue)
    return WaitHandle(core, queue: queue.handle, source: source, ticket: registration.ticket)
  }

  /// What the thread would wait for at most before its next turn.
  var milliseconds: Int32 { run.milliseconds }
  var waiting: Int { core.pointee.waiting.load(ordering: .relaxed) }
}

extension UnsafeMutablePointer<WaiterCore> {
  /// The second half of a put, which looked before whether it may.
  func armLate(_ item: WorkItem, onCancel: WorkItem, on queue: WorkQueue, source: UInt32?) {
    guard let slot = pointee.freeSlots.take() else { return }
    _ = pointee.arm(
      slot, item, onCancel: onCancel, on: queue.handle, priority: .normal, source: source,
      ownsSource: false)
  }
}

extension GuestBench {
  /// Performs what is there, and returns everything that was performed so far.
  func performedByNow() -> [Int] {
    while guest.handle.performNext() {}
    return order
  }
}

extension WaitingBench {
  /// The part of a turn that closes what is to be closed.
  func closeSources() { core.pointee.closeSources(&run) }

  /// A turn in which epoll reported this one event.
  func report(_ event: WaiterEvent) {
    core.pointee.lookAtChanges(&run)
    core.pointee.report(event, &run)
    core.pointee.handOver(&run)
  }
}
