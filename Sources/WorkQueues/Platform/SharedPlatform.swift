// Control side.
import CRealtime
import Synchronization

/// The platform that all parts of a process share, started and shut down by count.
///
/// It lives from the first `startup` to the last `shutdown`. Beside that it counts locks: marks of
/// work that is under way somewhere. The counterpart of `RtwqStartup`, `RtwqShutdown`,
/// `RtwqLockPlatform` and `RtwqUnlockPlatform`, whose counting it has. Thread: control, and for
/// counts any.
public final class SharedPlatform: Sendable {
  /// The one of this process.
  public static let process = SharedPlatform()

  private let make: @Sendable () throws(WorkQueueError) -> WorkPlatform
  private let state = Mutex(State())
  private let observers = Mutex(PlatformObservers())

  private struct State {
    var counts = PlatformCounts()
    var platform: WorkPlatform?
  }

  /// Creates one that is shut down; `make` makes its platform at each first startup.
  public init(
    make: @escaping @Sendable () throws(WorkQueueError) -> WorkPlatform = {
      () throws(WorkQueueError) in try WorkPlatform()
    }
  ) {
    self.make = make
  }

  /// Starts the platform, or counts one more user of it.
  ///
  /// The first one takes a lock of the platform. Throws `noResources`; nothing is counted then.
  public func startup() throws(WorkQueueError) {
    let isFirst = try state.withLock { state throws(WorkQueueError) in
      if state.counts.startups == 0 { state.platform = try make() }
      return state.counts.startup()
    }
    if isFirst { notify(\.initializationComplete) }
  }

  /// Counts one user less; after the last, the platform ends.
  ///
  /// What was put is performed first. Scheduled items are dropped, waiting ones are cancelled.
  /// Locks do not hold it up: Windows' pages name two different times, after which it ends anyway.
  /// One shutdown too many has no effect. Throws `wrongThread` on a worker of any queue, which
  /// would wait for itself.
  public func shutdown() throws(WorkQueueError) {
    guard WorkerHandle.current == nil else {
      throw WorkQueueError(.wrongThread, "a platform cannot be shut down by an item of its queues")
    }
    let ended = state.withLock { state -> WorkPlatform? in
      guard state.counts.shutdown() else { return nil }
      defer { state.platform = nil }
      return state.platform
    }
    guard let ended else { return }
    notify(\.shutdownStart)
    ended.shutdown()
    notify(\.shutdownComplete)
  }

  /// Counts work that is under way; also before the first startup and after the last shutdown.
  public func lock() { state.withLock { $0.counts.explicitLocks += 1 } }

  /// Takes a lock back.
  ///
  /// Where there is none left, the platform behaves as if it were shut down, until it is locked
  /// again.
  public func unlock() { state.withLock { $0.counts.explicitLocks -= 1 } }

  /// Locks held: by the startup, by result objects and by `lock`; less than 0 after too many unlocks.
  public var lockCount: Int { state.withLock { $0.counts.locks } }

  /// Whether nobody started it, or nothing locks it.
  public var isShutDown: Bool { state.withLock { $0.counts.isShutDown } }

  /// The platform; nil when it is shut down.
  public var current: WorkPlatform? {
    state.withLock { $0.counts.isShutDown ? nil : $0.platform }
  }

  /// Counts a result object that was made: it locks the platform until it is released.
  public func resultCreated() { state.withLock { $0.counts.resultCreated() } }

  /// Counts a result object that is gone.
  ///
  /// While the platform runs its lock is kept for the next one, so that locks follow the most
  /// results there were at a time.
  public func resultReleased() { state.withLock { $0.counts.resultReleased() } }

  /// Has functions called when the platform comes and goes.
  ///
  /// They are called on the thread that starts or ends it, with no lock held. The corresponding C
  /// function is `RtwqRegisterPlatformEvents`.
  public func addObserver(_ observer: PlatformObserver) -> PlatformObserver.Key {
    observers.withLock { $0.add(observer) }
  }

  /// Ends what `addObserver` began; false when it has ended.
  ///
  /// The corresponding C function is `RtwqUnregisterPlatformEvents`.
  @discardableResult
  public func removeObserver(_ key: PlatformObserver.Key) -> Bool {
    observers.withLock { $0.remove(key) }
  }

  private func notify(_ event: KeyPath<PlatformObserver, @Sendable () -> Void>) {
    for observer in observers.withLock({ $0.all }) { observer[keyPath: event]() }
  }
}
