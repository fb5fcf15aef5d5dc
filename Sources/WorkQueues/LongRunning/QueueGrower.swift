// Control side.
import CRealtime
import Realtime
import Synchronization

/// The thread that starts workers for queues whose workers are all in long items.
///
/// One for a platform, started with the first hint. It runs at normal priority: to start a thread
/// takes long, and nobody who puts may wait for that.
@safe
final class QueueGrower: @unchecked Sendable {
  let signal: UnsafeMutablePointer<GrowthSignal>
  /// Queues on their way to the thread, each retained.
  private let arriving = BoundedRing<UInt>(minimumCapacity: 64)
  private let thread = PriorityLock(ThreadState())
  /// The thread's own.
  private var queues: [GrowingQueue] = []

  private struct ThreadState {
    var thread: RealtimeThread?
    var isStopped = false
  }

  init() {
    unsafe signal = .allocate(capacity: 1)
    unsafe signal.initialize(to: GrowthSignal())
  }

  deinit {
    stop()
    takeArriving()
    unsafe signal.deinitialize(count: 1)
    unsafe signal.deallocate()
  }

  /// Looks after a queue from now on; without effect once stopped, or where no thread can be had.
  func watch(_ queue: WorkQueue) {
    guard start() else { return }
    let growing = unsafe Unmanaged.passRetained(GrowingQueue(queue))
    while unsafe !arriving.put(UInt(bitPattern: growing.toOpaque())) {
      _ = rt_sleep_until(Clock.now() + 100_000)
    }
    unsafe signal.pointee.send()
  }

  private func start() -> Bool {
    thread.withLock { state in
      if state.thread != nil || state.isStopped { return !state.isStopped }
      state.thread = try? unsafe RealtimeThread(
        name: "growth", scheduling: .normal(nice: 0),
        body: { context in
          guard let context = unsafe context else { return }
          unsafe Unmanaged<QueueGrower>.fromOpaque(context).takeUnretainedValue().work()
        }, context: Unmanaged.passUnretained(self).toOpaque())
      return state.thread != nil
    }
  }

  /// Ends the thread; no queue grows any more.
  ///
  /// May be called twice.
  func stop() {
    unsafe signal.pointee.isStopping.store(true, ordering: .releasing)
    unsafe signal.pointee.send()
    let thread = thread.withLock { state in
      state.isStopped = true
      return state.thread
    }
    thread?.join()
  }

  private func work() {
    while unsafe !signal.pointee.isStopping.load(ordering: .acquiring) {
      let seen = unsafe signal.pointee.word.load(ordering: .acquiring)
      let next = lookAtAll()
      unsafe signal.pointee.wait(after: seen, until: next < .max ? next : -1)
    }
    queues = []
  }

  /// Looks at every queue; returns when to look again.
  private func lookAtAll() -> Int64 {
    takeArriving()
    queues.removeAll { $0.queue == nil }
    return queues.reduce(.max) { min($0, $1.queue?.lookForGrowth(at: Clock.now()) ?? .max) }
  }

  private func takeArriving() {
    while let address = arriving.take() {
      guard let opaque = unsafe UnsafeRawPointer(bitPattern: address) else { continue }
      unsafe queues.append(Unmanaged<GrowingQueue>.fromOpaque(opaque).takeRetainedValue())
    }
  }
}

/// A queue the growing thread looks after without keeping it alive.
private final class GrowingQueue {
  weak var queue: WorkQueue?

  init(_ queue: WorkQueue) { self.queue = queue }
}
