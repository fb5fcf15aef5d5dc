// Control side.
import CRTWorkQ
import Synchronization
import WorkQueues

/// Whether the process's platform runs, and what holds it.
let platformLife = PlatformLife()

/// The process's platform between its first start and its last shutdown.
struct PlatformLife: ~Copyable, Sendable {
  /// What the program, its results and the start itself hold; below zero it may fall too.
  private let holds = Atomic<Int>(0)
  private let hasStarted = Atomic<Bool>(false)
  /// Starts less shutdowns; held while the platform starts or shuts down.
  private let starts = Mutex(0)
  private let current = Mutex<WorkPlatform?>(nil)

  /// Whether there are queues.
  var isRunning: Bool { hasStarted.load(ordering: .acquiring) }

  /// Whether the program may give them work: without a hold the platform counts as shut down.
  var isUsable: Bool { isRunning && holds.load(ordering: .relaxed) > 0 }

  borrowing func requireUsable() throws(Failure) {
    guard isUsable else { throw Failure(Status.shutdown) }
  }

  borrowing func lock() { holds.wrappingAdd(1, ordering: .relaxed) }
  borrowing func unlock() { holds.wrappingSubtract(1, ordering: .relaxed) }

  /// The platform that runs.
  borrowing func platform() throws(Failure) -> WorkPlatform {
    guard let platform = current.withLock({ $0 }) else { throw Failure(Status.shutdown) }
    return platform
  }

  borrowing func start() throws(Failure) {
    let isFirst = try starts.withLock { starts throws(Failure) in
      if starts == 0 { try begin() }
      starts += 1
      return starts == 1
    }
    if isFirst { platformListeners.tell { $0.InitializationComplete } }
  }

  borrowing func shutdown() {
    starts.withLock { starts in
      guard starts > 0 else { return }
      starts -= 1
      if starts == 0 { end() }
    }
  }

  private borrowing func begin() throws(Failure) {
    let platform = try translating { () throws(WorkQueueError) in try WorkPlatform() }
    current.withLock { $0 = platform }
    lock()
    hasStarted.store(true, ordering: .sequentiallyConsistent)
  }

  /// Ends the platform; what was put is performed first, what waits for something else is dropped.
  private borrowing func end() {
    platformListeners.tell { $0.ShutdownStart }
    hasStarted.store(false, ordering: .sequentiallyConsistent)
    let platform = current.withLock { $0 }
    controlThreads.wait()
    queueTable.closeAll()
    platform?.shutdown()
    // What was performed meanwhile may have begun something.
    controlThreads.wait()
    scheduledItems.abandon()
    periodicCallbacks.drop()
    current.withLock { $0 = nil }
    resultCache.empty()
    unlock()
    platformListeners.tell { $0.ShutdownComplete }
  }
}
