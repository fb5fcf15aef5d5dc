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
      if let change = state.change { run { $0.drop(change, $1) } }
      state.change = DeviceChange(candidates: candidates)
      open(for: candidates)
    }
  }

  /// Has the devices opened; once more without the one that does not return.
  private func open(for candidates: [DeviceCandidate]) {
    run(
      { $0.openChange(candidates, $1) },
      whenStuck: { failover in
        guard failover.state.withLock({ $0.isOpening(candidates) }) else { return }
        failover.open(for: candidates)
      })
  }

  /// Opens the first of the devices beside the one that plays.
  private func openChange(_ candidates: [DeviceCandidate], _ turn: DeviceTurn) {
    guard state.withLock({ $0.isOpening(candidates) }) else { return }
    let step = step(to: candidates, from: current.candidate, turn)
    let isAwaited = state.withLock { state in
      guard turn.isKept, state.isOpening(candidates) else { return false }
      state.change?.step = step
      return true
    }
    if !isAwaited, case .opened(let selection) = step { close(selection, turn) }
  }

  /// Closes what was opened for a change that is not wanted any more.
  private func drop(_ change: DeviceChange, _ turn: DeviceTurn) {
    if case .opened(let selection) = change.step { close(selection, turn) }
  }

  private func step(
    to candidates: [DeviceCandidate], from playing: DeviceCandidate?, _ turn: DeviceTurn
  ) -> DeviceChange.Step {
    var obstacles: [DriverError] = []
    for candidate in candidates where turn.isKept {
      if candidate == playing { return .unneeded }
      if candidate.isOfSameDevice(as: playing) { return .inTheWay }
      do throws(DriverError) {
        return .opened(try open(candidate, turn))
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

extension DriverFailover.State {
  /// Whether those devices are waited for to open.
  fileprivate func isOpening(_ candidates: [DeviceCandidate]) -> Bool {
    guard !hasEnded, let change, case .opening = change.step else { return false }
    return change.candidates == candidates
  }
}
