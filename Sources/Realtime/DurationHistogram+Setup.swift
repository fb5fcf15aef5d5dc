// Prepares and reads histograms; never runs in the cycle.
import Synchronization

extension DurationHistogram {
  /// Creates an empty histogram.
  ///
  /// Thread: control.
  public init() {
    unsafe buckets = .allocate(capacity: Self.bucketCount)
    for index in 0..<Self.bucketCount { unsafe (buckets + index).initialize(to: Atomic(0)) }
  }

  /// What was counted so far.
  ///
  /// Thread: control.
  public borrowing func summary() -> DurationSummary {
    var counts = DurationCounts()
    counts.add(self)
    return counts.summary()
  }

  /// All durations counted so far, one after the other.
  ///
  /// Thread: any.
  public var totalNanoseconds: Int64 { sum.load(ordering: .relaxed) }

  /// The longest counted so far.
  ///
  /// Thread: any.
  public var maximumNanoseconds: Int64 { longest.load(ordering: .relaxed) }

  /// Counts on from where another has come to.
  ///
  /// Thread: control, while nobody counts.
  public borrowing func take(_ other: borrowing DurationHistogram) {
    for index in 0..<Self.bucketCount {
      let count = unsafe other.buckets[index].load(ordering: .relaxed)
      unsafe buckets[index].store(count, ordering: .relaxed)
    }
    sum.store(other.sum.load(ordering: .relaxed), ordering: .relaxed)
    longest.store(other.longest.load(ordering: .relaxed), ordering: .relaxed)
  }

  /// Forgets everything counted so far.
  ///
  /// Thread: control. What other threads count meanwhile may be lost.
  public borrowing func reset() {
    for index in 0..<Self.bucketCount { unsafe buckets[index].store(0, ordering: .relaxed) }
    sum.store(0, ordering: .relaxed)
    longest.store(0, ordering: .relaxed)
  }

  /// The longest duration that counts in a bucket.
  static func upperBound(of bucket: Int) -> Int64 {
    guard bucket >= 8 else { return Int64(bucket) }
    let exponent = bucket / 8 + 2
    let width = Int64(1) << (exponent - 3)
    return (Int64(8 + bucket % 8) * width) + width - 1
  }
}

/// The sum of several histograms.
public struct DurationCounts: Sendable {
  private var buckets = [UInt64](repeating: 0, count: DurationHistogram.bucketCount)
  private var sum: Int64 = 0
  private var longest: Int64 = 0

  /// Creates an empty sum.
  ///
  /// Thread: control.
  public init() {}

  /// Adds what a histogram counted so far.
  ///
  /// Thread: control.
  public mutating func add(_ histogram: borrowing DurationHistogram) {
    for index in 0..<DurationHistogram.bucketCount {
      buckets[index] += unsafe histogram.buckets[index].load(ordering: .relaxed)
    }
    sum += histogram.sum.load(ordering: .relaxed)
    longest = max(longest, histogram.longest.load(ordering: .relaxed))
  }

  /// Mean, percentiles and maximum of all.
  ///
  /// Thread: control.
  public func summary() -> DurationSummary {
    let count = buckets.reduce(0, &+)
    guard count > 0 else { return DurationSummary() }
    var summary = DurationSummary(
      count: count,
      meanNanoseconds: Double(sum) / Double(count),
      p50Nanoseconds: percentile(0.5, of: count),
      p99Nanoseconds: percentile(0.99, of: count),
      p999Nanoseconds: percentile(0.999, of: count),
      maximumNanoseconds: longest)
    summary.buckets = halfOctaves
    return summary
  }

  /// Four buckets each as one, up to the last that is not zero.
  private var halfOctaves: [UInt64] {
    guard let last = buckets.lastIndex(where: { $0 != 0 }) else { return [] }
    var sums = [UInt64](repeating: 0, count: last / 4 + 1)
    for index in 0...last { sums[index / 4] &+= buckets[index] }
    return sums
  }

  private func percentile(_ share: Double, of count: UInt64) -> Int64 {
    let rank = UInt64((Double(count) * share).rounded(.up))
    var seen: UInt64 = 0
    for (index, value) in buckets.enumerated() {
      seen &+= value
      if seen >= rank { return min(DurationHistogram.upperBound(of: index), longest) }
    }
    return longest
  }
}

/// Mean, percentiles and maximum of the durations a histogram counted.
public struct DurationSummary: Sendable, Equatable {
  /// Creates a summary; all zero when nothing was counted.
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

  /// How many durations were counted.
  public var count: UInt64
  /// Their arithmetic mean.
  public var meanNanoseconds: Double
  /// Half of them were at most this long, within 12.5 %.
  public var p50Nanoseconds: Int64
  /// Of a hundred, ninety-nine were at most this long, within 12.5 %.
  public var p99Nanoseconds: Int64
  /// Of a thousand, nine hundred and ninety-nine were at most this long, within 12.5 %.
  public var p999Nanoseconds: Int64
  /// The longest, exactly.
  public var maximumNanoseconds: Int64
  /// How many there were by their length: two buckets for each power of two from 8 on, and two of
  /// 4 before, up to the last that is not zero.
  public var buckets: [UInt64] = []
}
