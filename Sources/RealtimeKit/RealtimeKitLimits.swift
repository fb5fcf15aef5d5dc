/// What RealtimeKit gives at most, as it says itself.
public struct RealtimeKitLimits: Sendable, Equatable {
  /// The highest SCHED_RR priority.
  public var maximumPriority: Int
  /// How long a real-time thread may compute without a pause, in microseconds.
  public var cpuTimeMicroseconds: Int64
  /// The lowest nice value.
  public var minimumNice: Int

  /// Creates limits.
  public init(maximumPriority: Int, cpuTimeMicroseconds: Int64, minimumNice: Int) {
    self.maximumPriority = maximumPriority
    self.cpuTimeMicroseconds = cpuTimeMicroseconds
    self.minimumNice = minimumNice
  }
}

extension RealtimeKitLimits {
  /// The priority to ask for instead of one of SCHED_FIFO, from 1 to the maximum.
  ///
  /// The high classes' 80 to 88 become 18 to 20, the medium classes' 60 to 75 become 5 to 15, and
  /// what lies between and beyond keeps its order.
  func priority(for asked: Int) -> Int {
    let wanted =
      switch asked {
      case ..<60: 1 + max(0, asked - 1) * 4 / 60
      case 60...75: 5 + (asked - 60) * 10 / 15
      case 76..<80: 16 + (asked - 76) / 2
      default: min(20, 18 + (asked - 80) / 4)
      }
    return min(wanted, maximumPriority)
  }
}
