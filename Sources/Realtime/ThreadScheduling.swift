// Control side.
import CRealtime

/// How the kernel schedules a thread, asked for or really had.
public enum ThreadScheduling: Sendable, Equatable, CustomStringConvertible {
  /// SCHED_FIFO at a priority from 1 to 99.
  case fifo(priority: Int)
  /// SCHED_RR at a priority from 1 to 99.
  case roundRobin(priority: Int)
  /// SCHED_OTHER at a nice value.
  case normal(nice: Int)

  /// `FIFO`, `RR` or `OTHER`.
  public var policyName: String {
    switch self {
    case .fifo: "FIFO"
    case .roundRobin: "RR"
    case .normal: "OTHER"
    }
  }

  /// The real-time priority, 0 for none.
  public var priority: Int {
    switch self {
    case .fifo(let priority), .roundRobin(let priority): priority
    case .normal: 0
    }
  }

  /// Such as `FIFO 84` or `OTHER nice -3`.
  public var description: String {
    switch self {
    case .fifo, .roundRobin: "\(policyName) \(priority)"
    case .normal(let nice): nice == 0 ? "OTHER" : "OTHER nice \(nice)"
    }
  }

  /// What a thread of this process really has; nil when it has ended.
  ///
  /// Thread: control. The corresponding C functions are `sched_getscheduler` and `getpriority`.
  public static func current(threadID: Int32) -> ThreadScheduling? {
    var scheduling = rt_scheduling()
    guard unsafe rt_get_scheduling(threadID, &scheduling) == 0 else { return nil }
    return switch rt_policy(UInt32(bitPattern: scheduling.policy)) {
    case rt_policy_fifo: .fifo(priority: Int(scheduling.priority))
    case rt_policy_round_robin: .roundRobin(priority: Int(scheduling.priority))
    default: .normal(nice: Int(scheduling.nice))
    }
  }
}
