// Control side.
import CRealtime
import Realtime
import Synchronization

/// The waiter's state at a fixed address, and the thread that works on it.
@safe
final class WaiterThread: @unchecked Sendable {
  let core: UnsafeMutablePointer<WaiterCore>
  private let work: UnsafeMutablePointer<WaiterWork>
  let thread: RealtimeThread

  init(
    slotCount: Int, sourceCount: Int, patienceNanoseconds: Int64, scheduling: ThreadScheduling,
    broker: (any SchedulingBroker)?
  ) throws(WorkQueueError) {
    let made = try WaiterCore(
      slotCount: slotCount, sourceCount: sourceCount, patienceNanoseconds: patienceNanoseconds)
    let core = UnsafeMutablePointer<WaiterCore>.allocate(capacity: 1)
    unsafe core.initialize(to: made)
    let work = UnsafeMutablePointer<WaiterWork>.allocate(capacity: 1)
    unsafe work.initialize(to: WaiterWork(core: core, run: WaiterRun.make()))
    unsafe self.core = unsafe core
    unsafe self.work = unsafe work
    do {
      thread = try unsafe RealtimeThread(
        name: "waiter", scheduling: scheduling, broker: broker,
        body: { unsafe WaiterWork.perform($0) }, context: work)
    } catch {
      unsafe core.pointee.closeDescriptors()
      unsafe Self.destroy(core, work)
      throw WorkQueueError(.noResources, error.description)
    }
  }

  deinit { unsafe Self.destroy(core, work) }

  /// Ends the thread; everything that waits is cancelled.
  ///
  /// Called once, before the last reference goes.
  func stop() {
    unsafe core.pointee.isStopping.store(true, ordering: .sequentiallyConsistent)
    unsafe core.pointee.ring()
    thread.join()
    unsafe core.pointee.closeDescriptors()
  }

  private static func destroy(
    _ core: UnsafeMutablePointer<WaiterCore>, _ work: UnsafeMutablePointer<WaiterWork>
  ) {
    unsafe work.deinitialize(count: 1)
    unsafe work.deallocate()
    unsafe core.pointee.releaseStorage()
    unsafe core.deinitialize(count: 1)
    unsafe core.deallocate()
  }
}

/// What the waiter's thread is started with.
@safe
private struct WaiterWork: ~Copyable {
  let core: UnsafeMutablePointer<WaiterCore>
  var run: WaiterRun

  @_noLocks
  static func perform(_ opaque: UnsafeMutableRawPointer?) {
    guard let work = unsafe opaque?.assumingMemoryBound(to: WaiterWork.self) else { return }
    unsafe work.pointee.core.pointee.work(&work.pointee.run)
  }
}

extension WaiterRun {
  static func make() -> WaiterRun {
    let ready = UnsafeMutablePointer<UInt64>.allocate(capacity: readyLimit)
    unsafe ready.initialize(repeating: 0, count: readyLimit)
    return unsafe WaiterRun(ready: ready)
  }
}
