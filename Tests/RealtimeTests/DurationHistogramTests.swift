import Testing

@testable import Realtime

@Suite("DurationHistogram") struct DurationHistogramTests {
  @Test func countingAloneCountsTheSame() {
    let together = DurationHistogram()
    let alone = DurationHistogram()
    for nanoseconds: Int64 in [-3, 0, 7, 8, 1_000, 1_000_000, 12, 1 << 50] {
      together.record(nanoseconds)
      alone.recordAlone(nanoseconds)
    }
    let (first, second) = (together.summary(), alone.summary())
    #expect(first == second)
    #expect(first.count == 8)
  }

  @Test func severalAddUpToOne() {
    let third = DurationHistogram()
    let rest = DurationHistogram()
    let whole = DurationHistogram()
    var counts = DurationCounts()
    for nanoseconds: Int64 in 1...200 {
      nanoseconds.isMultiple(of: 3) ? third.record(nanoseconds) : rest.record(nanoseconds)
      whole.record(nanoseconds)
    }
    counts.add(third)
    counts.add(rest)
    let expected = whole.summary()
    #expect(counts.summary() == expected)
  }

  @Test func emptyHistogramIsAllZero() {
    let histogram = DurationHistogram()
    let summary = histogram.summary()
    #expect(summary == DurationSummary())
  }

  @Test func percentilesAreWithinABucketOfTheTruth() {
    let histogram = DurationHistogram()
    for value in 1...10_000 { histogram.record(Int64(value) * 100) }
    let summary = histogram.summary()
    #expect(summary.count == 10_000)
    #expect(summary.meanNanoseconds == 500_050)
    #expect(summary.maximumNanoseconds == 1_000_000)
    // A bucket is an eighth of a power of two wide: at most 12.5 % above the true value.
    #expect(summary.p50Nanoseconds >= 500_000)
    #expect(Double(summary.p50Nanoseconds) <= 500_000 * 1.125)
    #expect(summary.p99Nanoseconds >= 990_000)
    #expect(summary.p99Nanoseconds <= 1_000_000)
  }

  @Test func everyBucketHoldsItsUpperBoundAndNotTheNext() {
    for bucket in 0..<DurationHistogram.bucketCount - 1 {
      let bound = DurationHistogram.upperBound(of: bucket)
      #expect(DurationHistogram.bucket(of: bound) == bucket)
      #expect(DurationHistogram.bucket(of: bound + 1) == bucket + 1)
    }
  }

  @Test func extremesAreCountedNotLost() {
    let histogram = DurationHistogram()
    histogram.record(-5)
    histogram.record(0)
    histogram.record(.max / 4)
    let summary = histogram.summary()
    #expect(summary.count == 3)
    #expect(summary.maximumNanoseconds == .max / 4)
    #expect(summary.p50Nanoseconds == 0)
    histogram.reset()
    let empty = histogram.summary()
    #expect(empty == DurationSummary())
  }

  @Test func bucketsOfTheSummaryAreHalvesOfPowersOfTwo() {
    let histogram = DurationHistogram()
    for value: Int64 in [0, 3, 4, 7, 8, 11, 12, 15, 16, 1_000] { histogram.record(value) }
    let buckets = histogram.summary().buckets
    #expect(buckets.prefix(5) == [2, 2, 2, 2, 1])
    // From 768 to 1,023.
    #expect(buckets.count == 16 && buckets.last == 1 && buckets.reduce(0, +) == 10)
  }
}
