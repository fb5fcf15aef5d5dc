/// Mean and percentiles of a duration, in nanoseconds.
public struct DurationStatus: Sendable, Equatable, Codable {
  /// Creates a status; all zero when nothing was measured yet.
  public init(
    count: UInt64 = 0, meanNanoseconds: Double = 0, p50Nanoseconds: Int64 = 0,
    p99Nanoseconds: Int64 = 0, p999Nanoseconds: Int64 = 0, maximumNanoseconds: Int64 = 0
  ) {
    self.count = count
    self.meanNanoseconds = meanNanoseconds
    self.p50Nanoseconds = p50Nanoseconds
    self.p99Nanoseconds = p99Nanoseconds
    self.p999Nanoseconds = p999Nanoseconds
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
  /// Of a thousand, nine hundred and ninety-nine were at most this long.
  public var p999Nanoseconds: Int64
  /// The longest.
  public var maximumNanoseconds: Int64
  /// How many there were by their length; nil where that is not told.
  ///
  /// Ends with the last that is not zero; `lowerBound(ofBucket:)` has where each begins.
  public var buckets: [UInt64]?

  /// Reads what there is; what an older host did not tell keeps its default.
  public init(from decoder: any Decoder) throws {
    self.init()
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    try fields.read(.count, into: &count)
    try fields.read(.meanNanoseconds, into: &meanNanoseconds)
    try fields.read(.p50Nanoseconds, into: &p50Nanoseconds)
    try fields.read(.p99Nanoseconds, into: &p99Nanoseconds)
    try fields.read(.p999Nanoseconds, into: &p999Nanoseconds)
    try fields.read(.maximumNanoseconds, into: &maximumNanoseconds)
    try fields.read(.buckets, into: &buckets)
  }
}

extension DurationStatus {
  /// The shortest duration that counts in a bucket, in nanoseconds: there are two for each power of
  /// two from 8 on.
  public static func lowerBound(ofBucket index: Int) -> Int64 {
    guard index >= 2 else { return Int64(index) * 4 }
    return (index % 2 == 0 ? 2 : 3) << Int64(min(index, 120) / 2 + 1)
  }
}
