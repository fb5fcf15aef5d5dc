import Foundation

/// Remembers RLIMIT_RTTIME, and puts it back when it goes, as far as the process may.
public final class CPUTimeLimits {
  /// Soft and hard, in microseconds.
  public struct Pair: Sendable, Equatable {
    /// When a thread is warned.
    public var soft: UInt64
    /// When the process is killed.
    public var hard: UInt64

    /// Creates a pair.
    public init(soft: UInt64, hard: UInt64) {
      self.soft = soft
      self.hard = hard
    }
  }

  private static let resource = __rlimit_resource_t(__RLIMIT_RTTIME.rawValue)
  private let before = CPUTimeLimits.current

  /// Remembers what the process has now.
  public init() {}

  deinit {
    var limit = rlimit(rlim_cur: rlim_t(before.soft), rlim_max: rlim_t(before.hard))
    guard setrlimit(Self.resource, &limit) != 0 else { return }
    let hard = Self.current.hard
    limit = rlimit(rlim_cur: rlim_t(min(before.soft, hard)), rlim_max: rlim_t(hard))
    setrlimit(Self.resource, &limit)
  }

  /// What the process has.
  public static var current: Pair {
    var limit = rlimit()
    getrlimit(resource, &limit)
    return Pair(soft: UInt64(limit.rlim_cur), hard: UInt64(limit.rlim_max))
  }
}
