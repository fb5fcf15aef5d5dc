// Control side.

/// What a thread asked for, what it was granted, and by whom.
public struct SchedulingGrant: Sendable, Equatable {
  /// Who granted it.
  public enum Source: Sendable, Equatable, CustomStringConvertible {
    /// The kernel, as it was asked for.
    case direct
    /// The kernel, as much as RLIMIT_RTPRIO allows.
    case limit
    /// A broker, by its name.
    case broker(name: String)
    /// Nobody: the thread has what it had before.
    case none

    /// `direct`, `limit`, `none`, or the broker's name.
    public var description: String {
      switch self {
      case .direct: "direct"
      case .limit: "limit"
      case .broker(let name): name
      case .none: "none"
      }
    }
  }

  /// What was asked for.
  public let asked: ThreadScheduling
  /// What the thread has.
  public let granted: ThreadScheduling
  /// Who granted that.
  public let source: Source
  /// The errno of the kernel's refusal, 0 when everything was granted.
  public let error: Int32
  /// Why the broker gave nothing, as a sentence; nil when it gave something or was not asked.
  public let brokerRefusal: String?

  /// Creates a grant as it would be told.
  ///
  /// Thread: any.
  public init(
    asked: ThreadScheduling, granted: ThreadScheduling, source: Source, error: Int32 = 0,
    brokerRefusal: String? = nil
  ) {
    self.asked = asked
    self.granted = granted
    self.source = source
    self.error = error
    self.brokerRefusal = brokerRefusal
  }

  /// Whether real-time scheduling was asked for and refused altogether.
  public var isRealtimeRefused: Bool { asked.priority > 0 && granted.priority == 0 }
}
