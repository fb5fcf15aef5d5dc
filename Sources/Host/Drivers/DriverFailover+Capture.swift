import Drivers
import Realtime
import Synchronization

extension DriverFailover {
  /// Says when the capture device of the driver that plays is gone, and has it looked for.
  ///
  /// When it can be had again, the driver is opened again: a change to the device that plays.
  func lookForCapture(_ state: inout State) {
    guard let seated = state.seated else { return }
    if state.captureAbsence?.driver != seated.number { state.captureAbsence = nil }
    switch (state.captureAbsence, seated.driver.isCaptureLost) {
    case (nil, false): break
    case (nil, true): beginCaptureAbsence(of: seated, &state)
    case (.some, false):
      state.captureAbsence = nil
      events.add("\(seated.driver.name): \(seated.captureName) captures again")
    case (let absence?, true): move(absence, of: seated, &state)
    }
  }

  private func beginCaptureAbsence(of seated: StartedDriver, _ state: inout State) {
    let soonest = Clock.now() + CaptureAbsence.intervalNanoseconds
    state.captureAbsence = CaptureAbsence(
      driver: seated.number, nextLook: max(soonest, state.nextReopen))
    events.add(
      "\(seated.driver.name): \(seated.captureName) is gone; \(seated.driver.device) plays on, "
        + "and silence is captured until it is back")
  }

  private func move(
    _ absence: CaptureAbsence, of seated: StartedDriver, _ state: inout State
  ) {
    guard let candidate = seated.selection.candidate else { return }
    let now = Clock.now()
    if absence.isFound {
      state.captureAbsence = nil
      state.nextReopen = now + CaptureAbsence.reopenIntervalNanoseconds
      events.add(
        "\(seated.driver.name): \(seated.captureName) is there; "
          + "\(seated.driver.device) is opened again")
      state.change = DeviceChange(candidates: [candidate], step: .inTheWay)
    } else if !absence.isLooking, now >= absence.nextLook {
      state.captureAbsence?.isLooking = true
      run { [number = seated.number] in $0.findCapture(of: candidate, for: number, $1) }
    }
  }

  /// Looks whether the device opens, so that playback is not given up for one that does not.
  private func findCapture(
    of candidate: DeviceCandidate, for number: UInt32, _ turn: DeviceTurn
  ) {
    var obstacle: DriverError?
    do throws(DriverError) {
      let capture = try candidate.captureAlone()
      try check(capture)
      try turn.during(.opening(capture)) { () throws(DriverError) in
        try capture.check()
        try capture.open(preferring: current.driver.format).stop()
      }
    } catch {
      obstacle = error
    }
    state.withLock { state in
      guard state.captureAbsence?.driver == number else { return }
      state.captureAbsence?.isLooking = false
      state.captureAbsence?.isFound = obstacle == nil
      state.captureAbsence?.nextLook = Clock.now() + CaptureAbsence.intervalNanoseconds
      // That a device which went away is not there is no news.
      guard let obstacle, obstacle.code != .unavailable,
        state.captureAbsence?.told.insert(obstacle.message).inserted == true
      else { return }
      events.add("\(obstacle.message); trying again")
    }
  }
}

extension StartedDriver {
  /// The device that captures, for people.
  fileprivate var captureName: String {
    selection.candidate?.choice.request.captureDevice ?? "what it captures"
  }
}

extension DeviceCandidate {
  /// The capture device alone; throws when there is none.
  fileprivate func captureAlone() throws(DriverError) -> DeviceCandidate {
    guard let device = choice.request.captureDevice else {
      throw DriverError(.unavailable, "\(provider.name): no device captures alone")
    }
    var alone = choice
    alone.request.device = device
    alone.request.captureDevice = nil
    alone.request.playbackChannels = 0
    alone.request.playbackMap = nil
    // It has a rate of its own.
    alone.request.isStrict = false
    return DeviceCandidate(provider: provider, choice: alone, isAutomatic: isAutomatic)
  }
}
