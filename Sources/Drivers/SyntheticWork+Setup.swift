// Setup for the cycle; nothing here runs in it.
import CRealtime
import Synchronization

/// A callback that keeps a driver's thread busy, to find out what its device bears.
///
/// It plays silence, and must outlive the run of the driver that has its callback.
public final class SyntheticWork: @unchecked Sendable {
  // Unchecked: what the pointer leads to is used by atomics alone once it runs.

  /// Periods that are not noted, because a run has only begun.
  public static let warmUpPeriods = 16

  private let load: UnsafeMutablePointer<SyntheticLoad>

  /// Creates work that takes `share` of each of a format's periods, from 0 to less than 1.
  ///
  /// Thread: control.
  public init(share: Double, of format: StreamFormat) {
    load = .allocate(capacity: 1)
    load.initialize(
      to: SyntheticLoad(
        workNanoseconds: Int64(share * Double(format.periodNanoseconds)),
        warmUpPeriods: Self.warmUpPeriods))
  }

  deinit {
    load.deinitialize(count: 1)
    load.deallocate()
  }

  /// What the driver calls.
  public var callback: PeriodCallback {
    PeriodCallback(
      function: { context, period in
        guard let context, let period else { return }
        SyntheticLoad.perform(context.assumingMemoryBound(to: SyntheticLoad.self), period)
      }, context: load)
  }

  /// Periods so far.
  ///
  /// Thread: any, like all that is noted.
  public var periods: Int { load.pointee.periods.load(ordering: .relaxed) }

  /// The longest that work began after it was due, in nanoseconds.
  public var latestStartNanoseconds: Int64 {
    load.pointee.latestStartNanoseconds.load(ordering: .relaxed)
  }

  /// The longest that work ended after it was due, in nanoseconds.
  public var latestEndNanoseconds: Int64 {
    load.pointee.latestEndNanoseconds.load(ordering: .relaxed)
  }
}
