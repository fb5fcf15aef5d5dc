import Drivers

/// A driver that was started, and its entry into the cycle.
///
/// Thread: control.
final class StartedDriver: @unchecked Sendable {
  // Unchecked: the entry is set once.

  let selection: DriverSelection
  /// Has what the entry points to.
  private let seat: DriverSeat
  private let entry: UnsafeMutablePointer<CycleEntry>

  /// Starts a driver; its periods are silent until it is let in.
  init(
    _ selection: DriverSelection, seat: DriverSeat, entry: CycleEntry,
    start: (any Driver, PeriodCallback) throws(DriverError) -> Void
  ) throws(DriverError) {
    self.selection = selection
    self.seat = seat
    self.entry = .allocate(capacity: 1)
    self.entry.initialize(to: entry)
    try start(selection.driver, CycleCore.callback(self.entry))
  }

  deinit {
    stop()
    entry.deallocate()
  }

  var driver: any Driver { selection.driver }
  var number: UInt32 { entry.pointee.number }

  /// Ends the periods.
  ///
  /// May be called twice.
  func stop() {
    driver.stop()
    // A thread that is lost in the graph closes no period any more.
    entry.pointee.leave()
  }
}
