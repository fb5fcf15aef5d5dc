import Drivers
import Realtime
import Synchronization

extension DriverFailover {
  /// Has the devices looked for, when it is time.
  func search(_ state: inout State) {
    let now = Clock.now()
    guard let absence = state.absence, !absence.isLooking, now >= absence.nextLook else { return }
    let candidates = (state.wanted + absence.fallbacks).filter { candidate in
      !candidate.isStandIn && !lane.isStuck(candidate)
    }
    guard !candidates.isEmpty else { return }
    state.absence?.isLooking = true
    run(
      { $0.open(candidates, $1) },
      whenStuck: { failover in
        failover.state.withLock { state in
          guard state.absence?.since == absence.since else { return }
          // The others are looked for at once.
          state.absence?.isLooking = false
          state.absence?.nextLook = 0
        }
      })
  }

  /// Opens the first of the devices that are there.
  private func open(_ candidates: [DeviceCandidate], _ turn: DeviceTurn) {
    var obstacles: [DriverError] = []
    var selection: DriverSelection?
    for candidate in candidates where turn.isKept && selection == nil {
      do throws(DriverError) {
        selection = try open(candidate, turn, isChecked: false)
      } catch {
        obstacles.append(error)
      }
    }
    let isTaken = state.withLock { state in
      for obstacle in obstacles { tell(obstacle, &state) }
      if turn.isKept {
        state.absence?.isLooking = false
        state.absence?.postpone(from: Clock.now())
      }
      return selection.map { take($0, &state) } ?? true
    }
    if !isTaken, let selection { close(selection, turn) }
  }

  /// Opens a device, with what its choice leaves open as it is now.
  ///
  /// One that is not `isChecked` may be known to be away.
  func open(
    _ candidate: DeviceCandidate, _ turn: DeviceTurn, isChecked: Bool = true
  ) throws(DriverError) -> DriverSelection {
    try check(candidate)
    let format = current.driver.format
    let driver = try turn.during(.opening(candidate)) { () throws(DriverError) in
      if !isChecked { try candidate.check() }
      return try candidate.open(preferring: format)
    }
    let reason = candidate.isAutomatic ? "it can be had now" : "asked for"
    return DriverSelection(driver: driver, reason: reason, candidate: candidate)
  }

  /// Throws while a call into that device does not return.
  func check(_ candidate: DeviceCandidate) throws(DriverError) {
    guard let call = lane.stuckCall(into: candidate) else { return }
    throw DriverError(.unavailable, "\(call) does not return")
  }

  /// Closes a driver that was opened and is not wanted.
  func close(_ selection: DriverSelection, _ turn: DeviceTurn) {
    turn.during(.stopping(selection)) { selection.driver.stop() }
  }

  /// Lets a driver arrive that was found; false when it is not wanted any more.
  private func take(_ selection: DriverSelection, _ state: inout State) -> Bool {
    let candidates = state.wanted + (state.absence?.fallbacks ?? [])
    guard !state.hasEnded, state.arrival == nil, state.absence != nil,
      candidates.contains(where: { $0 == selection.candidate })
    else { return false }
    let isFallback = state.absence?.isFallback(selection.candidate) == true
    state.arrival = Arrival(
      selection: selection, wanted: isFallback ? state.absence?.fallbacks : nil)
    return true
  }

  /// Says once, and counts, what stands in the way of a device that is there.
  func tell(_ obstacle: DriverError, _ state: inout State) {
    if obstacle.code != .unavailable {
      counters.failedOpens.wrappingAdd(1, ordering: .relaxed)
    }
    guard state.absence?.tells(obstacle) == true else { return }
    events.add("\(obstacle.message); trying again")
  }
}
