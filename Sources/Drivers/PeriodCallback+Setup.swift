// Control side.
import Synchronization
public import WorkQueues

extension PeriodCallback {
  /// The callback as the work of a driver's periods.
  ///
  /// Thread: control.
  public var work: PeriodWork {
    PeriodWork(open: open, function: function, close: close, context: context)
  }
}

extension StreamFormat {
  /// What one period lasts.
  ///
  /// Thread: any.
  public var periodNanoseconds: Int64 { Int64(periodFrames) * 1_000_000_000 / Int64(rate) }

  /// The budget of a device that runs dry when the periods in its buffer are used up.
  ///
  /// `share` is nil for none. Thread: any.
  public func budget(share: Double?) -> PeriodBudget? {
    guard let share else { return nil }
    let slack = Int64(max(1, periods - 1)) * periodNanoseconds
    return PeriodBudget(slackNanoseconds: slack, share: share)
  }
}

extension DriverCounters {
  /// Notes what a relay leaves behind.
  ///
  /// Thread: control.
  public func note(_ relay: PeriodRelay) {
    lostThreads.wrappingAdd(relay.lostThreads, ordering: .relaxed)
  }
}
