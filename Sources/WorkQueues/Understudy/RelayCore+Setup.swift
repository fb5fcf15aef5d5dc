// Prepares periods; never runs in the cycle.
import CRealtime

extension RelayCore {
  /// Creates what the threads of a device's periods share; with an alarm where they are watched and
  /// the kernel has one that is in time.
  init(
    device: DevicePeriod, work: PeriodWork, budget: PeriodBudget?, periodNanoseconds: Int64,
    isForeign: Bool, queue: UnsafeMutablePointer<QueueCore>
  ) {
    let isWatched = unsafe budget != nil && work.close != nil
    unsafe self.init(
      device: device, work: work, budget: budget, periodNanoseconds: periodNanoseconds,
      isForeign: isForeign, alarm: isWatched ? max(-1, rt_alarm_create()) : -1, queue: queue)
  }

  /// Closes the alarm; no thread is left that may touch it.
  func releaseAlarm() {
    if alarm >= 0 { rt_alarm_destroy(alarm) }
  }
}
