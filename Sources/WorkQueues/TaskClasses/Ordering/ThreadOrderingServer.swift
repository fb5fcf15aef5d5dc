// Control side.
import Realtime

/// The thread of a thread ordering group.
final class ThreadOrderingServer: Sendable {
  private let group: ThreadOrderingGroup
  private let thread: RealtimeThread

  /// Starts it in a class, or at normal priority.
  init(
    _ group: ThreadOrderingGroup, taskClass: TaskClass?, broker: (any SchedulingBroker)?
  ) throws(ThreadOrderingError) {
    self.group = group
    do {
      thread = try unsafe RealtimeThread(
        name: "ordering", scheduling: taskClass?.scheduling() ?? .normal(nice: 0),
        affinityMask: taskClass?.affinityMask ?? 0, broker: broker,
        body: { context in
          guard let context = unsafe context else { return }
          unsafe Unmanaged<ThreadOrderingGroup>.fromOpaque(context)
            ._withUnsafeGuaranteedRef { $0.serve() }
        }, context: Unmanaged.passUnretained(group).toOpaque())
    } catch {
      throw ThreadOrderingError(.notEnoughMemory, error.description)
    }
  }

  deinit { stop() }

  var grant: SchedulingGrant { thread.grant }

  /// Ends the group and waits for the thread.
  func stop() {
    group.end()
    thread.join()
  }
}
