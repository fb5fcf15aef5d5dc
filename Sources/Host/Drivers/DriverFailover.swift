import Drivers
import Realtime
import Synchronization
import WorkQueues

/// Keeps a session playing whatever becomes of its device.
///
/// A driver that is lost gives its place to the clock at once, so that the graph goes on with the
/// next frame. From then on the session's devices are looked for, in their order. One that opens is
/// started beside the clock, and gets the place with its first period, at silence; then the master
/// fades in. A change of devices goes the same way. Whatever takes as long as a device does is a job
/// of the lane for devices; all else happens in `look`.
///
/// Thread: control.
final class DriverFailover: Sendable {
  struct State {
    /// Whose periods are performed; nil before `begin`.
    var seated: StartedDriver?
    /// The devices to play on, in order.
    var wanted: [DeviceCandidate]
    /// While no device plays.
    var absence: Absence?
    /// While the driver that plays captures silence for want of its capture device.
    var captureAbsence: CaptureAbsence?
    /// The soonest a driver is opened again for the sake of what it captures.
    var nextReopen: Int64 = 0
    /// Who is to have the seat next.
    var arrival: Arrival?
    /// Devices to change to, while they are tried beside the one that plays.
    var change: DeviceChange?
    /// Drivers that are to be stopped.
    var leaving: [StartedDriver] = []
    /// What drivers said about their settings and was told.
    var toldAdjustments: Set<String> = []
    /// Whether not even the clock starts, which was told.
    var isStuck = false
    var hasEnded = false

    /// Whether the clock has the seat for want of a device that was asked for.
    var isAway: Bool { seated.map { $0.selection.candidate == nil } ?? false }

    /// Whether something is on its way, or looked for more than now and then.
    var isMoving: Bool {
      guard !hasEnded else { return false }
      return isStuck || arrival != nil || change != nil || captureAbsence != nil
        || absence.map { $0.isLooking || !$0.isIdle } ?? false
    }
  }

  let seat: DriverSeat
  let lane: DeviceLane
  let events: EventLog
  let misses: MissWatch
  let counters = HostCounters()
  let state: Mutex<State>
  private let selection: Mutex<DriverSelection>

  /// Creates a failover that begins with an opened driver; `lane` performs what takes long.
  init(
    _ selection: DriverSelection, wanted: [DeviceCandidate], seat: DriverSeat, lane: DeviceLane,
    events: EventLog, misses: MissWatch
  ) {
    self.seat = seat
    self.lane = lane
    self.events = events
    self.misses = misses
    self.selection = Mutex(selection)
    state = Mutex(State(wanted: wanted))
  }

  /// The driver whose periods are performed, and why it is that one.
  ///
  /// Thread: any.
  var current: DriverSelection { selection.withLock { $0 } }

  /// Whether no device plays that was asked for.
  var isAway: Bool { state.withLock { $0.isAway } }

  /// Whether a device plays, and nothing is on its way.
  var isSettled: Bool {
    state.withLock { state in
      state.absence == nil && state.arrival == nil && state.change == nil && state.leaving.isEmpty
    }
  }

  /// Whether `look` is to be called again soon: something is on its way, or looked for.
  var isMoving: Bool { state.withLock { $0.isMoving } }

  /// Starts the first driver, and lets it in at once.
  func begin() throws(DriverError) {
    let first = current
    let started = try seat.start(first)
    seat.admit(started)
    state.withLock { state in
      state.seated = started
      state.toldAdjustments = Set(first.adjustments)
      // Who leaves the choice to the host expects sound from what is plugged in later.
      if first.candidate?.isStandIn == true { state.absence = Absence(since: Clock.now()) }
    }
  }

  /// Looks whether the driver was lost, and moves on what is under way.
  ///
  /// Called four times a second, at once when a driver is lost, and every ten milliseconds while
  /// `isMoving`; costs next to nothing while all is well.
  func look(for stage: some FailoverStage) {
    lane.look()
    state.withLock { state in
      guard !state.hasEnded, let seated = state.seated else { return }
      if let loss = seated.driver.counters.loss { replace(seated, after: loss, &state, stage) }
      guard stage.isPlaying else { return }
      if state.arrival != nil {
        moveArrival(&state, stage)
      } else if state.change != nil {
        moveChange(&state, stage)
      } else {
        lookForCapture(&state)
        search(&state)
      }
    }
  }

  /// Stops all drivers, and waits for those that are being stopped.
  ///
  /// One that does not return is left behind; its periods are let in no more.
  func end() {
    state.withLock { state in
      state.hasEnded = true
      for driver in [state.seated, state.arrival?.started].compactMap(\.self) {
        dismiss(driver, &state)
      }
      state.seated = nil
      state.arrival = nil
    }
    lane.finish()
    seat.close()
  }

  // MARK: For its parts

  /// Notes who has the seat; the driver that had it is stopped when there is time.
  func note(_ started: StartedDriver, _ state: inout State) {
    selection.withLock { $0 = started.selection }
    if let before = state.seated { dismiss(before, &state) }
    state.seated = started
  }

  /// Has a driver stopped when there is time.
  func dismiss(_ driver: StartedDriver, _ state: inout State) {
    state.leaving.append(driver)
    run { $0.stop(driver, $1) }
  }

  /// Performs a job of the lane for devices; `whenStuck` is what to do when it does not return.
  func run(
    _ body: @escaping @Sendable (DriverFailover, DeviceTurn) -> Void,
    whenStuck: @escaping @Sendable (DriverFailover) -> Void = { _ in }
  ) {
    lane.put(
      { [weak self] turn in if let self { body(self, turn) } },
      whenStuck: { [weak self] in if let self { whenStuck(self) } })
  }

  /// Stops a driver.
  func stop(_ driver: StartedDriver, _ turn: DeviceTurn) {
    turn.during(.stopping(driver.selection)) { driver.stop() }
    misses.tellLost(of: driver.driver)
    state.withLock { $0.leaving.removeAll { $0 === driver } }
  }
}
