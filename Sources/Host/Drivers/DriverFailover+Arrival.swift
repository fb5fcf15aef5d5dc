import Drivers
import Realtime
import Synchronization

extension DriverFailover {
  /// Brings a driver that was opened closer to the seat.
  func moveArrival(_ state: inout State, _ stage: some FailoverStage) {
    guard let arrival = state.arrival else { return }
    switch arrival.step {
    case .opened: begin(arrival.selection, &state, stage)
    case .starting: break
    case .started(let driver, let end): expect(driver, until: end, &state, stage)
    case .failed(let error): giveUp(error, &state, stage)
    }
  }

  private func begin(
    _ selection: DriverSelection, _ state: inout State, _ stage: some FailoverStage
  ) {
    if let refusal = stage.refusal(of: selection.driver.format) {
      let driver = selection.driver
      run { _ in driver.stop() }
      return giveUp(DriverError(.unsupported, "\(driver.name): \(refusal)"), &state, stage)
    }
    guard stage.silence() else { return }
    state.arrival?.step = .starting
    selection.driver.setGraphLatency(frames: stage.graphLatencyFrames)
    run { $0.start(selection) }
  }

  private func start(_ selection: DriverSelection) {
    do throws(DriverError) {
      let started = try seat.start(selection)
      let end = Clock.now() + Arrival.patienceNanoseconds(selection.driver.format)
      let isLate = state.withLock { state in
        if state.hasEnded { state.leaving.append(started) }
        state.arrival?.step = .started(started, until: end)
        return state.hasEnded
      }
      if isLate { stopLeaving() }
    } catch {
      state.withLock { $0.arrival?.step = .failed(error) }
    }
  }

  /// A driver that asks for periods is one that plays.
  private func expect(
    _ driver: StartedDriver, until end: Int64, _ state: inout State, _ stage: some FailoverStage
  ) {
    let (name, device) = (driver.driver.name, driver.driver.device)
    if let loss = driver.driver.counters.loss {
      dismiss(driver, &state)
      giveUp(DriverError(.failed, "\(name): \(device) \(loss) again"), &state, stage)
    } else if driver.driver.counters.periods.load(ordering: .relaxed) > 0 {
      arrive(driver, &state, stage)
    } else if Clock.now() >= end {
      dismiss(driver, &state)
      giveUp(DriverError(.failed, "\(name): \(device) does not play"), &state, stage)
    }
  }

  private func arrive(
    _ driver: StartedDriver, _ state: inout State, _ stage: some FailoverStage
  ) {
    let candidate = driver.selection.candidate
    handOver(to: driver, &state)
    tellArrival(of: driver, &state)
    if let wanted = state.arrival?.wanted { state.wanted = wanted }
    state.arrival = nil
    state.absence = candidate?.isStandIn == true ? Absence(since: Clock.now()) : nil
    stage.hasChangedDriver()
    stage.sound()
  }

  private func tellArrival(of driver: StartedDriver, _ state: inout State) {
    let (name, device) = (driver.driver.name, driver.driver.device)
    if let absence = state.absence, let missed = absence.missed {
      counters.returns.wrappingAdd(1, ordering: .relaxed)
      let isSame = driver.selection.candidate == missed
      let what = isSame ? "\(device) is back" : "plays on \(device) now,"
      events.add("\(name): \(what) after \(seconds(since: absence.since)) s")
    } else if state.absence?.isFallback(driver.selection.candidate) == true {
      events.add("\(name): plays on \(device) again")
    } else {
      counters.switches.wrappingAdd(1, ordering: .relaxed)
      events.add("\(name): plays on \(device) now")
    }
    for line in driver.driver.adjustments where state.toldAdjustments.insert(line).inserted {
      events.add(line)
    }
  }

  private func seconds(since start: Int64) -> String {
    let tenths = (Clock.now() - start) / 100_000_000
    return "\(tenths / 10).\(tenths % 10)"
  }

  /// Goes on with who has the seat.
  private func giveUp(
    _ error: DriverError, _ state: inout State, _ stage: some FailoverStage
  ) {
    state.arrival = nil
    state.absence?.postpone(from: Clock.now(), hasFailed: true)
    tell(error, &state)
    if state.absence == nil {
      refuseChange([error], &state, stage)
    } else if !state.isAway {
      stage.sound()
    }
  }
}
