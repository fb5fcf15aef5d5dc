// Control side.
import CRealtime
public import Realtime
import Synchronization

/// Sees to it that real-time classes leave everything else its share of the machine.
///
/// In every 10 ms, all task classes together may use what the system responsiveness leaves them, by
/// default 80 % of the machine. When they have used it up, the class that used most is lowered until
/// the next 10 ms, the others a little later; nobody is stopped or killed. While less than half of
/// the share is used, the governor looks only every 100 ms, so that a class may overdraw it for that
/// long. The counterpart of what the Multimedia Class Scheduler Service does in cycles of 8 and 2 ms.
@safe
public final class Governor: @unchecked Sendable {
  // Unchecked: the pointer is set once; what it points to is shared by atomics.

  /// The scheduling its thread asks for: above all classes.
  public static let scheduling = ThreadScheduling.fifo(priority: 92)

  /// Share of the machine that real-time work leaves to everything else, 10 to 100.
  public let responsivenessPercent: Int
  let core: UnsafeMutablePointer<GovernorCore>
  let registry = PriorityLock(GovernorRegistry())
  let telling = PriorityLock(GovernorTelling())
  private let running = PriorityLock<GovernorThread?>(nil)

  /// Creates a governor that watches nobody yet, over the CPUs this process may use.
  public init(responsivenessPercent: Int) {
    self.responsivenessPercent = responsivenessPercent
    unsafe core = .allocate(capacity: 1)
    unsafe core.initialize(
      to: GovernorCore(
        cpuCount: Int(rt_cpu_count()), responsivenessPercent: responsivenessPercent))
  }

  deinit {
    stop()
    unsafe core.pointee.releaseStorage()
    unsafe core.deinitialize(count: 1)
    unsafe core.deallocate()
  }

  /// Starts its thread, unless that runs already.
  ///
  /// Without the right to its priority it runs at normal priority; so do the classes then. Throws
  /// `noResources`. Thread: control.
  public func start() throws(WorkQueueError) {
    try running.withLock { running throws(WorkQueueError) in
      guard running == nil else { return }
      running = unsafe try GovernorThread(core)
    }
  }

  /// Raises whom it has lowered, and ends its thread.
  ///
  /// May be called twice, and `start` after it. Thread: control.
  public func stop() {
    running.withLock { running in
      running?.stop()
      running = nil
    }
  }

  /// What its thread asked for and got; nil while it does not run.
  public var grant: SchedulingGrant? { running.withLock { $0?.grant } }

  /// The kernel's id of its thread; nil while it does not run.
  public var threadID: Int32? { running.withLock { $0?.threadID } }
}

/// The governor's thread and what belongs to it alone.
@safe
private final class GovernorThread {
  private let core: UnsafeMutablePointer<GovernorCore>
  private let run: UnsafeMutablePointer<GovernorRun>
  private let thread: RealtimeThread

  var grant: SchedulingGrant { thread.grant }
  var threadID: Int32 { thread.threadID }

  init(_ core: UnsafeMutablePointer<GovernorCore>) throws(WorkQueueError) {
    unsafe core.pointee.isStopping.store(false, ordering: .releasing)
    let run = unsafe GovernorRun.make(core)
    do {
      thread = try unsafe RealtimeThread(
        name: "governor", scheduling: Governor.scheduling, body: { unsafe GovernorRun.work($0) },
        context: run)
    } catch {
      unsafe GovernorRun.destroy(run)
      throw WorkQueueError(.noResources, error.description)
    }
    unsafe self.core = unsafe core
    unsafe self.run = unsafe run
  }

  func stop() {
    unsafe core.pointee.isStopping.store(true, ordering: .releasing)
    unsafe core.pointee.wake()
    thread.join()
    unsafe GovernorRun.destroy(run)
  }
}
