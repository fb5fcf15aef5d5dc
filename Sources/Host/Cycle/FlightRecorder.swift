import CRealtime
import Realtime

/// Notes when each part of a period begins, as a flight recorder does.
///
/// The cycle's own; what others may see is in the log.
struct FlightRecorder {
  let log: UnsafePointer<FlightLog>
  private var present = PeriodRecord()
  /// When the work was done: the processor's counter is looked at for less than the clock.
  private var performedTicks: UInt64 = 0

  init(_ log: UnsafePointer<FlightLog>) { self.log = log }

  /// Begins a period of a driver.
  ///
  /// Thread: cycle.
  @_noLocks
  mutating func begin(_ period: UnsafePointer<rt_period>, of driver: UInt32) {
    let isNext = present.driver == driver
    let (beforeRan, beforeClosed) = (present.ran, present.closed)
    present.ran = Clock.now()
    present.number &+= 1
    present.driver = driver
    present.beforeRan = isNext ? beforeRan : 0
    present.beforeClosed = isNext ? beforeClosed : 0
    let asked = period.pointee.asked_nanoseconds
    present.asked = asked != 0 ? asked : period.pointee.due_nanoseconds
    present.deadline = period.pointee.deadline_nanoseconds
  }

  /// Notes that a period's work is done, or given up.
  ///
  /// Thread: cycle.
  @_noLocks
  mutating func beginClosing(isComplete: Bool) {
    performedTicks = rt_ticks()
    present.isComplete = isComplete
  }

  /// Ends a period that lasts so long; returns how long it was worked on.
  ///
  /// Thread: cycle.
  @_noLocks
  mutating func end(length: Int64) -> Int64 {
    present.length = length
    present.closed = Clock.now()
    if present.isLate || present.isAfterBreak || present.isOverslept {
      let closing = rt_ticks_between(performedTicks, rt_ticks())
      present.performed = max(present.ran, present.closed - closing)
    }
    log.pointee.write(present)
    return present.closed - present.ran
  }
}
