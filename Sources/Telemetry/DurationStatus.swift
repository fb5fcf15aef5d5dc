/// Mean and percentiles of a duration, in nanoseconds.
public struct DurationStatus: Sendable, Equatable, Codable {
  /// Creates a status; all zero when nothing was measured yet.
  public init(
    count: UInt64 = 0, meanNanoseconds: Double = 0, p50Nanoseconds: Int64 = 0,
    p99Nanoseconds: Int64 = 0, maximumNanoseconds: Int64 = 0
  ) {
    self.count = count
    self.meanNanoseconds = meanNanoseconds
    self.p50Nanoseconds = p50Nanoseconds
    self.p99Nanoseconds = p99Nanoseconds
    self.maximumNanoseconds = maximumNanoseconds
  }

  /// How many were measured.
  public var count: UInt64
  /// Arithmetic mean.
  public var meanNanoseconds: Double
  /// Half of all were at most this long.
  public var p50Nanoseconds: Int64
  /// Of a hundred, ninety-nine were at most this long.
  public var p99Nanoseconds: Int64
  /// The longest.
  public var maximumNanoseconds: Int64
}
