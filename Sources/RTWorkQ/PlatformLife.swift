// Control side.
import CRTWorkQ
import Synchronization
import WorkQueues

/// The process's platform, and what the library keeps beside it.
let platformLife = PlatformLife()

/// Starts the platform and ends it, with the queues' ids, the results and the items that wait.
struct PlatformLife: ~Copyable, Sendable {
  /// Counts starts and holds.
  let shared: SharedPlatform
  /// Holds up a start while a shutdown is under way.
  private let transition = Mutex(())
  private let hasStarted = Atomic<Bool>(false)

  init() {
    shared = SharedPlatform { () throws(WorkQueueError) in
      try WorkPlatform(taskClasses: taskClassProcess.taskClasses)
    }
    _ = shared.addObserver(
      PlatformObserver(
        initializationComplete: {
          platformLife.hasStarted.store(true, ordering: .releasing)
          taskClassProcess.platformChanged(isUp: true)
        },
        shutdownStart: { platformLife.end() },
        shutdownComplete: { platformLife.cleanUp() }))
  }

  /// Whether there are queues; takes no lock.
  var isRunning: Bool { hasStarted.load(ordering: .acquiring) }

  /// The platform, while programs may give it work: without a hold it counts as shut down.
  borrowing func platform() throws(Failure) -> WorkPlatform {
    // Not while it ends: what came then would outlive the table of queues.
    guard isRunning, let platform = shared.current else { throw Failure(Status.shutdown) }
    return platform
  }

  borrowing func start() throws(Failure) {
    let counted: Bool? =
      if WorkerHandle.current == nil {
        try transition.withLock { _ throws(Failure) in try count() }
      } else {
        // A shutdown under way waits for this item: not the other way round as well.
        try transition.withLockIfAvailable { _ throws(Failure) in try count() }
      }
    guard let isFirst = counted else { throw Failure(Status.shutdown) }
    if isFirst { platformListeners.tell { $0.InitializationComplete } }
  }

  /// Counts a start; true for the first.
  private borrowing func count() throws(Failure) -> Bool {
    let wasRunning = isRunning
    try translating { () throws(WorkQueueError) in try shared.startup() }
    return !wasRunning
  }

  borrowing func shutdown() throws(Failure) {
    // It would wait for itself.
    guard WorkerHandle.current == nil else { throw Failure(Status.unexpected) }
    try transition.withLock { _ throws(Failure) in
      try translating { () throws(WorkQueueError) in try shared.shutdown() }
    }
  }

  /// Before the platform closes its queues.
  private borrowing func end() {
    platformListeners.tell { $0.ShutdownStart }
    hasStarted.store(false, ordering: .sequentiallyConsistent)
    controlThreads.wait()
    joinedDescriptors.drop()
    queueTable.closeAll()
  }

  /// After everything that was put has been performed.
  private borrowing func cleanUp() {
    // What was performed last may have begun something.
    controlThreads.wait()
    scheduledItems.abandon()
    periodicCallbacks.drop()
    deadlines.drop()
    resultCache.empty()
    taskClassProcess.platformChanged(isUp: false)
    platformListeners.tell { $0.ShutdownComplete }
  }
}
