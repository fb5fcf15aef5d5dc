// Control side.
import Glibc
import Realtime
import RealtimeKit
import Synchronization
import WorkQueues

/// The process's task classes and thread ordering groups.
let taskClassProcess = TaskClassProcess()

/// What threads that join a class and the platform's queues share: groups, broker and governor.
struct TaskClassProcess: ~Copyable, Sendable {
  let taskClasses: TaskClassService
  let ordering: ThreadOrderingService
  private let governor: Governor
  /// Who needs the governor.
  private let users = Mutex(Users())
  private let hasWarned = Atomic<Bool>(false)

  private struct Users {
    /// A thread that has joined may be a member for as long as it lives: from then on for good.
    var hasThreads = false
    var hasPlatform = false
  }

  init() {
    let classes = TaskClassTable.builtIn
    governor = Governor(responsivenessPercent: classes.systemResponsivenessPercent)
    taskClasses = TaskClassService(
      classes: classes, broker: RealtimeKitBroker(), governor: governor, acceptsRefusal: true)
    ordering = ThreadOrderingService(taskClasses: taskClasses)
  }

  /// Has the governor run as long as the platform is up.
  borrowing func platformChanged(isUp: Bool) {
    users.withLock { users in
      users.hasPlatform = isUp
      update(users)
    }
  }

  /// Has the governor run from the first thread on that joins a class.
  borrowing func threadJoins() {
    users.withLock { users in
      guard !users.hasThreads else { return }
      users.hasThreads = true
      update(users)
    }
  }

  private borrowing func update(_ users: Users) {
    guard users.hasThreads || users.hasPlatform else { return governor.stop() }
    // Without a thread to give, the classes are not governed; everything else goes on.
    try? governor.start()
  }

  /// Says once that one of several was refused a real-time priority.
  borrowing func warn(ofAny grants: [SchedulingGrant]) {
    if let refused = grants.first(where: \.isRealtimeRefused) { warn(of: refused) }
  }

  /// Says once that somebody was refused a real-time priority.
  borrowing func warn(of grant: SchedulingGrant) {
    guard grant.isRealtimeRefused, !hasWarned.exchange(true, ordering: .relaxed) else { return }
    let reason = grant.brokerRefusal.map { ", \($0)" } ?? ""
    let text = """
      rtworkq: SCHED_\(grant.asked) was refused (error \(grant.error)\(reason)): threads of task \
      classes go on at normal priority. Allow it with RLIMIT_RTPRIO, or install RealtimeKit.

      """
    _ = text.withCString { write(STDERR_FILENO, $0, strlen($0)) }
  }
}
