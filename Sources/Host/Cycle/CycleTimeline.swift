import CRealtime

/// The frames of all periods, one after the other, whichever driver asks for them.
///
/// Each driver counts from 0; what the graph sees goes on without a step.
struct CycleTimeline {
  /// Frames of all periods before the present one.
  private var frameTime: UInt64 = 0
  /// What the present period brings beside samples, at the time the graph knows.
  private let events: UnsafeMutablePointer<rt_events>

  /// Starts at 0; `deallocate` gives the memory back.
  init() {
    events = .allocate(capacity: 1)
    events.initialize(to: rt_events())
  }

  func deallocate() { events.deallocate() }

  /// Puts a period at its place.
  ///
  /// Thread: cycle.
  @_noLocks
  func begin(_ period: UnsafeMutablePointer<rt_period>) {
    period.pointee.frame_time = frameTime
    guard let driven = period.pointee.events else { return }
    events.pointee = driven.pointee
    events.pointee.frame_time = frameTime
    period.pointee.events = UnsafePointer(events)
  }

  /// Goes on to the next period.
  ///
  /// Thread: cycle.
  @_noLocks
  mutating func end(_ period: UnsafePointer<rt_period>) {
    frameTime &+= UInt64(period.pointee.frames)
  }
}
