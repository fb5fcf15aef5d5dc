// Control side.
import CRealtime

extension SchedulingGrant {
  /// Asks for a scheduling: exactly, then as much as RLIMIT_RTPRIO allows, then a broker.
  ///
  /// `threadID` is a thread of this process. Thread: control. The corresponding C function is
  /// `sched_setscheduler`.
  public static func request(
    _ asked: ThreadScheduling, threadID: Int32, broker: (any SchedulingBroker)? = nil
  ) -> SchedulingGrant {
    let error = apply(asked, threadID: threadID)
    var refusal: String?
    var source = Source.direct
    if error != 0 {
      source = applyLimit(asked, threadID: threadID) ? .limit : .none
      if source == .none, let broker {
        refusal = ask(broker, asked, threadID: threadID)
        if refusal == nil { source = .broker(name: broker.name) }
      }
    }
    return SchedulingGrant(
      asked: asked, granted: ThreadScheduling.current(threadID: threadID) ?? .normal(nice: 0),
      source: source, error: error, brokerRefusal: refusal)
  }

  private static func applyLimit(_ asked: ThreadScheduling, threadID: Int32) -> Bool {
    let limit = Int(rt_priority_limit())
    guard limit > 0, limit < asked.priority else { return false }
    return apply(.fifo(priority: limit), threadID: threadID) == 0
  }

  private static func ask(
    _ broker: any SchedulingBroker, _ asked: ThreadScheduling, threadID: Int32
  ) -> String? {
    do throws(SchedulingRefusal) {
      try broker.promote(threadID: threadID, to: asked)
      return nil
    } catch {
      return "\(broker.name) \(error)"
    }
  }

  private static func apply(_ scheduling: ThreadScheduling, threadID: Int32) -> Int32 {
    switch scheduling {
    case .fifo(let priority):
      rt_set_scheduling(threadID, Int32(rt_policy_fifo.rawValue), Int32(priority))
    case .roundRobin(let priority):
      rt_set_scheduling(threadID, Int32(rt_policy_round_robin.rawValue), Int32(priority))
    case .normal(let nice):
      applyNormal(nice: nice, threadID: threadID)
    }
  }

  /// A thread begins with the policy of the one that made it, so that normal is asked for too.
  private static func applyNormal(nice: Int, threadID: Int32) -> Int32 {
    if let present = ThreadScheduling.current(threadID: threadID), present.priority > 0 {
      let error = rt_set_scheduling(threadID, Int32(rt_policy_other.rawValue), 0)
      guard error == 0 else { return error }
    }
    return nice == 0 ? 0 : rt_set_nice(threadID, Int32(nice))
  }
}
