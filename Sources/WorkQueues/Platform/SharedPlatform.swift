// Control side.
import CRealtime
import Realtime

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
  private let state = PriorityLock(State())
  private let observers = PriorityLock(PlatformObservers())

  private struct State {
    var counts = PlatformCounts()
    var platform: WorkPlatform?
    /// The thread that ends the platform; nil when none does.
    var endingThread: Int32?
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
  /// The first one takes a lock of the platform. While the former platform ends, waits for that.
  /// Throws `noResources`, or `wrongThread` where that wait would be for itself: on a worker and in
  /// an observer. Nothing is counted then.
  public func startup() throws(WorkQueueError) {
    var isFirst = false
    while true {
      let endingThread = try state.withLock { state throws(WorkQueueError) in
        if state.endingThread == nil { isFirst = try count(&state) }
        return state.endingThread
      }
      guard let endingThread else { break }
      if endingThread == rt_thread_id() || WorkerHandle.current != nil {
        throw WorkQueueError(.wrongThread, "a platform that ends cannot be started from inside it")
      }
      _ = rt_sleep_until(Clock.now() + 200_000)
    }
    if isFirst { notify(\.initializationComplete) }
  }

  /// Counts a startup, and makes the platform at the first.
  private func count(_ state: inout sending State) throws(WorkQueueError) -> Bool {
    if state.counts.startups == 0 { state.platform = try make() }
    return state.counts.startup()
  }

  /// Counts one user less; after the last, the platform ends.
  ///
  /// What was put is performed first. Scheduled items are dropped, waiting ones are cancelled.
  /// Locks do not hold it up: Windows' pages name two different times, after which it ends anyway,
  /// and what a lock stands for is put before it is unlocked or is late in either case. One shutdown
  /// too many has no effect. Throws `wrongThread` on a worker of any queue, which would wait for
  /// itself.
  public func shutdown() throws(WorkQueueError) {
    guard WorkerHandle.current == nil else {
      throw WorkQueueError(.wrongThread, "a platform cannot be shut down by an item of its queues")
    }
    let isLast = state.withLock { state in
      guard state.endingThread == nil else { return false }
      guard state.counts.startups == 1 else {
        _ = state.counts.shutdown()
        return false
      }
      state.endingThread = rt_thread_id()
      return true
    }
    if isLast { end() }
  }

  /// Ends the platform, which nobody starts meanwhile.
  private func end() {
    notify(\.shutdownStart)
    let platform = state.withLock { state in
      _ = state.counts.shutdown()
      defer { state.platform = nil }
      return state.platform
    }
    platform?.shutdown()
    notify(\.shutdownComplete)
    state.withLock { $0.endingThread = nil }
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
  /// They are called on the thread that starts or ends it, with no lock held, in the order they were
  /// added; those of an end are all called before the next platform starts. One that is just being
  /// called may be called still when it is removed. The corresponding C function is
  /// `RtwqRegisterPlatformEvents`.
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
