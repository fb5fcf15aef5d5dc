// Control side.
import CRealtime
public import Realtime
import Synchronization

/// A driver's periods, and the threads that take turns at them.
///
/// The driver's thread performs the work of each period itself, so that it may be stuck in a
/// plugin. Then its understudy closes the period in time and goes on as the driver's thread; the
/// other becomes the understudy when it comes back. While it stays away, another thread is started.
@safe
public final class PeriodRelay: @unchecked Sendable {
  /// Threads lost at a time beyond which no other is started.
  public static let lostLimit = 4

  /// What an understudy asks for: more than its driver, which may loop on its core.
  ///
  /// Thread: any of the control side.
  public static func understudyScheduling(of driver: ThreadScheduling) -> ThreadScheduling {
    guard driver.priority > 0 else { return driver }
    return .fifo(priority: max(driver.priority, min(driver.priority + 1, 91)))
  }

  let core: UnsafeMutablePointer<RelayCore>
  private let name: String
  private let queue: WorkQueue
  private let own: ThreadScheduling?
  private let state = PriorityLock(State())
  /// Held by who ends the threads: a thread that was started too late is ended by who started it.
  private let ending = PriorityLock(())

  private struct State {
    var workers: [Worker] = []
    var guest: Worker?
    /// A thread was left behind, which may come back: nothing is freed any more.
    var hasLeft = false
  }

  init(
    name: String, queue: WorkQueue, own: ThreadScheduling?, core: consuming RelayCore
  ) {
    self.name = name
    self.queue = queue
    self.own = own
    unsafe self.core = .allocate(capacity: 1)
    unsafe self.core.initialize(to: core)
  }

  deinit {
    stop()
    let (guest, hasLeft) = state.withLock { ($0.guest, $0.hasLeft) }
    if let guest { queue.remove(guest) }
    if hasLeft { return }
    unsafe core.pointee.releaseAlarm()
    unsafe core.deinitialize(count: 1)
    unsafe core.deallocate()
  }

  /// Periods the understudy closed because their work took too long.
  ///
  /// Thread: any.
  public var rescues: UInt64 { unsafe core.pointee.rescues.load(ordering: .relaxed) }

  /// Threads that are in the work of a period others have closed.
  ///
  /// After `stop` those are left behind: what they may touch has to stay for ever. Thread: any.
  public var lostThreads: Int { unsafe core.pointee.lost.load(ordering: .acquiring) }

  /// Whether the device said that no more periods will come, or the periods were stopped.
  ///
  /// Thread: any.
  public var hasEnded: Bool { unsafe core.pointee.isStopping.load(ordering: .acquiring) }

  /// Ends the threads after the period they are in; false when some were left behind.
  ///
  /// The device's wait must return by itself or be made to. Threads that are lost in the work of a
  /// period are waited for no longer than two seconds, and then left behind: what they may touch has
  /// to stay for ever. May be called twice. Thread: control.
  @discardableResult
  public func stop() -> Bool {
    unsafe core.pointee.isStopping.store(true, ordering: .releasing)
    unsafe core.pointee.ringOut()
    ending.withLock { _ in
      while let worker = state.withLock({ $0.workers.popLast() }) {
        if !queue.join(worker) { leave() }
        queue.remove(worker)
      }
    }
    return state.withLock { !$0.hasLeft }
  }

  /// Has the threads see that their queue closes.
  func lookAround() { unsafe core.pointee.ringOut() }

  private func leave() { state.withLock { $0.hasLeft = true } }

  /// Starts another thread; the first becomes the driver's, unless a guest is that already.
  func startRunner() throws(WorkQueueError) {
    let number = state.withLock { $0.workers.count + ($0.guest == nil ? 0 : 1) }
    let worker = makeWorker(named: number == 0 ? name : "\(name) +\(number)", kind: .waiting)
    _ = unsafe core.pointee.driver.compareExchange(
      expected: 0, desired: UInt(bitPattern: worker.core.pointee.runner),
      ordering: .acquiringAndReleasing)
    try queue.start(worker)
    state.withLock { $0.workers.append(worker) }
    if hasEnded { stop() }
  }

  private func makeWorker(named name: String, kind: WorkerCore.Kind) -> Worker {
    let worker = unsafe Worker(
      name: name,
      core: WorkerCore(kind: kind, queue: QueueCore.lane(queue.core, .high), device: nil),
      own: own)
    let runner = UnsafeMutablePointer<RunnerCore>.allocate(capacity: 1)
    unsafe runner.initialize(to: RunnerCore(relay: core, worker: worker.core))
    unsafe worker.core.pointee.runner = unsafe runner
    return worker
  }

  /// Starts an understudy when there is none, and no thread rests.
  func replaceLostRunner() {
    guard unsafe core.pointee.isWatched, !hasEnded,
      unsafe core.pointee.understudy.load(ordering: .acquiring) == 0
    else { return }
    let lost = lostThreads
    let count = state.withLock { $0.workers.count + ($0.guest == nil ? 0 : 1) }
    guard lost < Self.lostLimit, count < lost + 2 else { return }
    try? startRunner()
  }
}

// MARK: A guest as the driver's thread

extension PeriodRelay {
  /// What became of a guest that was told to stop.
  public enum GuestEnd: Sendable {
    /// It has returned from `run`, or has never come.
    case ended
    /// It waits for the device.
    case waiting
    /// It is lost in the work of a period.
    case lost
  }

  /// Lets a thread of somebody else's be the driver's; it calls `GuestRelay.run`.
  func makeGuest() {
    let worker = makeWorker(named: name, kind: .guest)
    unsafe core.pointee.driver.store(
      UInt(bitPattern: worker.core.pointee.runner), ordering: .releasing)
    unsafe core.pointee.driverPriority.store(Int32(own?.priority ?? 0), ordering: .relaxed)
    queue.admit(worker)
    state.withLock { $0.guest = worker }
  }

  /// The relay as a guest's thread sees it; nil for one without.
  public var guest: GuestRelay? {
    state.withLock { state in
      guard let runner = unsafe state.guest?.core.pointee.runner else { return nil }
      return unsafe GuestRelay(runner: runner)
    }
  }

  /// Whether the guest is the driver's thread, as it is until it comes too late once.
  ///
  /// Thread: any.
  public var isGuestDriving: Bool {
    let driver = unsafe core.pointee.driver.load(ordering: .acquiring)
    return state.withLock { unsafe driver == UInt(bitPattern: $0.guest?.core.pointee.runner) }
  }

  /// Waits, for half a second at most, until the guest has returned; called after `stop`.
  ///
  /// A guest that is lost is left behind. Thread: control.
  public func waitForGuest() -> GuestEnd {
    guard let guest = state.withLock({ $0.guest }),
      unsafe guest.core.pointee.threadID.load(ordering: .relaxed) != 0
    else { return .ended }
    let end = Clock.now() + 500_000_000
    while unsafe !guest.core.pointee.hasEnded.load(ordering: .acquiring) {
      if Clock.now() < end {
        _ = rt_sleep_until(Clock.now() + 200_000)
      } else if unsafe guest.core.pointee.nanosecondsInItem() == 0 {
        return .waiting
      } else {
        queue.abandon(guest)
        leave()
        return .lost
      }
    }
    return .ended
  }
}

/// A relay as a guest's thread sees it; valid as long as the relay.
@safe
public struct GuestRelay: BitwiseCopyable, @unchecked Sendable {
  let runner: UnsafeMutablePointer<RunnerCore>

  /// Lets periods take as long as they want, as while a server renders to a file, or ends that.
  ///
  /// Thread: any.
  @_noLocks
  public func setUnhurried(_ isUnhurried: Bool) {
    unsafe runner.pointee.relay.pointee.isUnhurried.store(isUnhurried, ordering: .relaxed)
  }

  /// Takes part until the periods end.
  ///
  /// Thread: the guest's.
  @_noLocks
  public func run() {
    let before = unsafe rt_current_worker()
    unsafe RunnerCore.live(runner)
    _ = unsafe rt_set_current_worker(before)
  }
}

/// A relay its queue looks after without keeping it alive.
struct WeakRelay {
  weak var relay: PeriodRelay?
}
