import Drivers
import Realtime
import Synchronization

extension DriverFailover {
  /// Plays on other devices from now on, or on one with other settings.
  ///
  /// Returns at once; the events tell what becomes of it. When none can be had, what plays goes on.
  func change(to candidates: [DeviceCandidate]) {
    state.withLock { state in
      let wanted = state.change?.candidates ?? state.arrival?.wanted ?? state.wanted
      guard !state.hasEnded, candidates != wanted else { return }
      // What was opened for a change before is closed.
      if let change = state.change { run { _ in withExtendedLifetime(change) {} } }
      state.change = DeviceChange(candidates: candidates)
      run { $0.openChange(candidates) }
    }
  }

  /// Opens the first of the devices beside the one that plays.
  private func openChange(_ candidates: [DeviceCandidate]) {
    let step = step(to: candidates, from: current.candidate)
    state.withLock { state in
      if state.change?.candidates == candidates, !state.hasEnded {
        state.change?.step = step
      } else if case .opened(let selection) = step {
        selection.driver.stop()
      }
    }
  }

  private func step(
    to candidates: [DeviceCandidate], from playing: DeviceCandidate?
  ) -> DeviceChange.Step {
    var obstacles: [DriverError] = []
    for candidate in candidates {
      if candidate == playing { return .unneeded }
      if candidate.isOfSameDevice(as: playing) { return .inTheWay }
      do throws(DriverError) {
        return .opened(try open(candidate))
      } catch {
        // It may be the one that plays, by another name.
        if error.code == .busy, candidate.provider.name == playing?.provider.name {
          return .inTheWay
        }
        obstacles.append(error)
      }
    }
    return .refused(obstacles)
  }

  /// Goes on with a change of devices.
  func moveChange(_ state: inout State, _ stage: some FailoverStage) {
    guard let change = state.change else { return }
    switch change.step {
    case .opening: break
    case .opened(let selection):
      state.arrival = Arrival(selection: selection, wanted: change.candidates)
      state.change = nil
    case .unneeded:
      state.wanted = change.candidates
      state.change = nil
    case .inTheWay: leaveSeat(for: change, &state, stage)
    case .refused(let errors): refuseChange(errors, &state, stage)
    }
  }

  /// Closes the device that plays, so that the new ones can be opened.
  private func leaveSeat(
    for change: DeviceChange, _ state: inout State, _ stage: some FailoverStage
  ) {
    if state.absence == nil {
      guard let seated = state.seated, stage.silence(),
        sitIn(for: seated, reason: "the device is changed", &state)
      else { return }
      state.absence = Absence(since: Clock.now())
      stage.hasChangedDriver()
    }
    state.absence?.fallbacks = state.wanted
    state.absence?.nextLook = 0
    state.wanted = change.candidates
    state.change = nil
  }

  /// Plays on as before, and says why.
  func refuseChange(
    _ errors: [DriverError], _ state: inout State, _ stage: some FailoverStage
  ) {
    let reasons = errors.map(\.message).joined(separator: "; ")
    guard state.absence?.missed == nil else {
      // Nothing plays on: the new devices are looked for as the old ones were.
      if let change = state.change { state.wanted = change.candidates }
      state.change = nil
      return events.add("\(reasons); trying again")
    }
    state.change = nil
    let playing = current.driver
    events.add("\(reasons); \(playing.name): \(playing.device) plays on")
    stage.sound()
  }
}
