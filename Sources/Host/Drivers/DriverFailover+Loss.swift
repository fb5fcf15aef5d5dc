import Drivers
import Realtime
import Synchronization

extension DriverFailover {
  /// Gives the place of a lost driver to the clock.
  func replace(
    _ lost: StartedDriver, after loss: DriverLoss, _ state: inout State,
    _ stage: some FailoverStage
  ) {
    let what = "\(lost.driver.device) \(loss)"
    guard sitIn(for: lost, reason: what, &state) else { return }
    counters.losses.wrappingAdd(1, ordering: .relaxed)
    events.add(
      "\(lost.driver.name): \(what); the session goes on without sound until it is back",
      .warning)
    state.absence = Absence(since: Clock.now(), missed: lost.selection.candidate)
    _ = stage.silence()
    stage.hasChangedDriver()
  }

  /// Lets the clock play in a driver's place and format; false when it cannot.
  func sitIn(for driver: StartedDriver, reason: String, _ state: inout State) -> Bool {
    do throws(DriverError) {
      let clock = try ClockDriver(StreamRequest(driver.driver.format))
      let selection = DriverSelection(driver: clock, reason: reason, candidate: nil)
      let started = try seat.start(selection)
      seat.admit(started)
      note(started, &state)
      state.isStuck = false
      return true
    } catch {
      if !state.isStuck { events.add(error.message) }
      state.isStuck = true
      return false
    }
  }
}

extension StreamRequest {
  /// Asks for that format on any device, its periods as near as can be: JACK says one.
  fileprivate init(_ format: StreamFormat) {
    self.init(
      rate: format.rate, periodFrames: format.periodFrames,
      periods: min(max(format.periods, 2), 64),
      captureChannels: format.captureChannels, playbackChannels: format.playbackChannels)
  }
}
