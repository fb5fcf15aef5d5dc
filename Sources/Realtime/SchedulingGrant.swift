// Control side.
import CRealtime

/// What a thread asked for, and what the kernel granted.
public struct SchedulingGrant: Sendable, Equatable {
  /// What was asked for.
  public let asked: ThreadScheduling
  /// What the thread has.
  public let granted: ThreadScheduling
  /// The errno of the first refusal, 0 when everything was granted.
  public let error: Int32

  /// Creates a grant as it would be told.
  ///
  /// Thread: any.
  public init(asked: ThreadScheduling, granted: ThreadScheduling, error: Int32) {
    self.asked = asked
    self.granted = granted
    self.error = error
  }

  /// Whether real-time scheduling was asked for and refused altogether.
  public var isRealtimeRefused: Bool { asked.priority > 0 && granted.priority == 0 }

  /// Asks for a scheduling: first exactly, then as much of it as RLIMIT_RTPRIO allows.
  ///
  /// Thread: control. The corresponding C function is `sched_setscheduler`.
  static func request(_ asked: ThreadScheduling, threadID: Int32) -> SchedulingGrant {
    let error = apply(asked, threadID: threadID)
    if error != 0, asked.priority > 0 {
      let limit = Int(rt_priority_limit())
      if limit > 0, limit < asked.priority {
        _ = apply(.fifo(priority: limit), threadID: threadID)
      }
    }
    let granted = ThreadScheduling.current(threadID: threadID) ?? .normal(nice: 0)
    return SchedulingGrant(asked: asked, granted: granted, error: error)
  }

  private static func apply(_ scheduling: ThreadScheduling, threadID: Int32) -> Int32 {
    switch scheduling {
    case .fifo(let priority):
      return rt_set_scheduling(threadID, Int32(rt_policy_fifo.rawValue), Int32(priority))
    case .roundRobin(let priority):
      return rt_set_scheduling(threadID, Int32(rt_policy_round_robin.rawValue), Int32(priority))
    case .normal(let nice):
      // A new thread has the policy of the thread that started it.
      if let inherited = ThreadScheduling.current(threadID: threadID), inherited.priority > 0 {
        _ = rt_set_scheduling(threadID, Int32(rt_policy_other.rawValue), 0)
      }
      return nice == 0 ? 0 : rt_set_nice(threadID, Int32(nice))
    }
  }
}
