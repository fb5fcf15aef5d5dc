import Synchronization

/// Counts durations in buckets 12.5 % wide, from any thread, without locks.
///
/// Eight buckets for each power of two, from 0 to about 18 minutes; what is longer counts as that.
/// Readers sum while writers write: a percentile may miss the last few, never more.
@safe
public struct DurationHistogram: ~Copyable, @unchecked Sendable {
  static let bucketCount = 304
  let buckets: UnsafeMutablePointer<Atomic<UInt64>>
  let sum = Atomic<Int64>(0)
  let longest = Atomic<Int64>(0)

  deinit {
    unsafe buckets.deinitialize(count: Self.bucketCount)
    unsafe buckets.deallocate()
  }

  /// Counts one duration in nanoseconds; a negative one counts as zero.
  ///
  /// Thread: cycle.
  @_noLocks
  public borrowing func record(_ nanoseconds: Int64) {
    let value = nanoseconds < 0 ? 0 : nanoseconds
    unsafe buckets[Self.bucket(of: value)].wrappingAdd(1, ordering: .relaxed)
    sum.wrappingAdd(value, ordering: .relaxed)
    longest.max(value, ordering: .relaxed)
  }

  /// Counts one duration as `record` does, at a fraction of its cost.
  ///
  /// Only where one thread counts at a time; readers may come at any time. Thread: cycle.
  @_noLocks
  public borrowing func recordAlone(_ nanoseconds: Int64) {
    let value = nanoseconds < 0 ? 0 : nanoseconds
    unsafe buckets[Self.bucket(of: value)].addAlone(1)
    sum.addAlone(value)
    if value > longest.load(ordering: .relaxed) { longest.store(value, ordering: .relaxed) }
  }

  /// The bucket a duration counts in: its exponent and its three highest bits after the first.
  @_noLocks
  static func bucket(of value: Int64) -> Int {
    guard value >= 8 else { return Int(value) }
    let exponent = 63 - value.leadingZeroBitCount
    let fraction = Int(value >> (exponent - 3)) & 7
    let index = (exponent - 2) * 8 + fraction
    return index < bucketCount ? index : bucketCount - 1
  }
}
