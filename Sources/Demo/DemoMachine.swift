import CRealtime
public import Host
public import Realtime
import WorkQueues

/// The machine a demonstration runs on, as far as its pages ask.
public struct DemoMachine: Sendable, Encodable {
  /// Processors this process may use.
  public let cores: Int
  /// What the thread of a platform's timer asked for and got: the first that asks for real time.
  public let grant: SchedulingGrant
  let broker: (any SchedulingBroker)?

  /// Looks at the machine; `broker` is asked for the priorities the kernel refuses.
  ///
  /// Thread: control.
  public init(broker: (any SchedulingBroker)? = nil) throws(HostError) {
    self.broker = broker
    cores = max(1, Int(rt_cpu_count()))
    let platform = try WorkPlatform.demonstrating(broker: broker)
    grant = platform.timer.grant
    platform.shutdown()
  }

  /// Whether threads get the real-time priorities of their classes.
  public var hasRealtime: Bool { !grant.isRealtimeRefused }

  /// What the machine gives, in one line.
  public var description: String {
    let processors = cores == 1 ? "1 processor" : "\(cores) processors"
    return hasRealtime
      ? "\(processors), real-time priority granted (\(grant.source))"
      : "\(processors), no real-time priority: every thread is SCHED_OTHER"
  }

  private enum Key: String, CodingKey { case cores, grantedBy, timerScheduling, hasRealtime }

  /// Cores, what the timer's thread has, and who granted it.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(cores, forKey: .cores)
    try container.encode(grant.source.description, forKey: .grantedBy)
    try container.encode(grant.granted.description, forKey: .timerScheduling)
    try container.encode(hasRealtime, forKey: .hasRealtime)
  }
}

extension WorkPlatform {
  /// A platform of the built-in classes; what goes wrong is the host's own fault.
  static func demonstrating(broker: (any SchedulingBroker)?) throws(HostError) -> WorkPlatform {
    do throws(WorkQueueError) {
      return try WorkPlatform(broker: broker)
    } catch {
      throw HostError(.internal, error.description)
    }
  }
}
