import Drivers
import Realtime
import Synchronization

extension DriverFailover {
  /// Has the devices looked for, when it is time.
  func search(_ state: inout State) {
    let now = Clock.now()
    guard let absence = state.absence, !absence.isLooking, now >= absence.nextLook else { return }
    let candidates = (state.wanted + absence.fallbacks).filter { !$0.isStandIn }
    guard !candidates.isEmpty else { return }
    state.absence?.isLooking = true
    run { $0.open(candidates) }
  }

  /// Opens the first of the devices that are there.
  private func open(_ candidates: [DeviceCandidate]) {
    var obstacles: [DriverError] = []
    for candidate in candidates {
      do throws(DriverError) {
        try candidate.check()
        let selection = try open(candidate)
        return state.withLock { found(selection, obstacles, &$0) }
      } catch {
        obstacles.append(error)
      }
    }
    state.withLock { found(nil, obstacles, &$0) }
  }

  /// Opens a device, with what its choice leaves open as it is now.
  func open(_ candidate: DeviceCandidate) throws(DriverError) -> DriverSelection {
    let driver = try candidate.open(preferring: current.driver.format)
    let reason = candidate.isAutomatic ? "it can be had now" : "asked for"
    return DriverSelection(driver: driver, reason: reason, candidate: candidate)
  }

  private func found(
    _ selection: DriverSelection?, _ obstacles: [DriverError], _ state: inout State
  ) {
    for obstacle in obstacles { tell(obstacle, &state) }
    state.absence?.isLooking = false
    state.absence?.postpone(from: Clock.now())
    guard let selection else { return }
    let candidates = state.wanted + (state.absence?.fallbacks ?? [])
    guard !state.hasEnded, state.arrival == nil, state.absence != nil,
      candidates.contains(where: { $0 == selection.candidate })
    else { return selection.driver.stop() }
    let isFallback = state.absence?.isFallback(selection.candidate) == true
    state.arrival = Arrival(
      selection: selection, wanted: isFallback ? state.absence?.fallbacks : nil)
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
