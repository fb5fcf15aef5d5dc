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
    case .started(let driver, let change, let end):
      expect(driver, change, until: end, &state, stage)
    case .failed(let error): giveUp(error, &state, stage)
    }
  }

  private func begin(
    _ selection: DriverSelection, _ state: inout State, _ stage: some FailoverStage
  ) {
    guard stage.silence() else { return }
    state.arrival?.step = .starting
    selection.driver.setGraphLatency(frames: stage.graphLatencyFrames)
    run({ [weak stage] in $0.start(selection, stage, $1) }, whenStuck: { $0.leave(selection) })
  }

  private func start(
    _ selection: DriverSelection, _ stage: (any FailoverStage)?, _ turn: DeviceTurn
  ) {
    let step: Arrival.Step
    do throws(HostError) {
      let change = try stage?.prepare(for: selection.driver.format)
      let started = try start(selection, turn)
      let end = Clock.now() + Arrival.patienceNanoseconds(selection.driver.format)
      step = .started(started, change, until: end)
    } catch {
      turn.during(.stopping(selection)) { selection.driver.stop() }
      step = .failed(DriverError(.failed, error.message))
    }
    let isAwaited = state.withLock { state in
      guard turn.isKept, state.isStarting(selection) else { return false }
      state.arrival?.step = step
      return true
    }
    if !isAwaited, case .started(let driver, _, _) = step { stop(driver, turn) }
  }

  /// Goes on without a driver whose start does not return.
  private func leave(_ selection: DriverSelection) {
    state.withLock { state in
      guard state.isStarting(selection) else { return }
      let call = DeviceCall.starting(selection)
      state.arrival?.step = .failed(DriverError(.unavailable, "\(call) does not return"))
    }
  }

  private func start(
    _ selection: DriverSelection, _ turn: DeviceTurn
  ) throws(HostError) -> StartedDriver {
    do throws(DriverError) {
      return try turn.during(.starting(selection)) { () throws(DriverError) in
        try seat.start(selection)
      }
    } catch {
      throw HostError(.unavailable, error.message)
    }
  }

  /// A driver that asks for periods is one that plays.
  private func expect(
    _ driver: StartedDriver, _ change: FormatChange?, until end: Int64, _ state: inout State,
    _ stage: some FailoverStage
  ) {
    let (name, device) = (driver.driver.name, driver.driver.device)
    do throws(HostError) {
      if let loss = driver.driver.counters.loss {
        throw HostError(.unavailable, "\(name): \(device) \(loss) again")
      } else if driver.driver.counters.periods.load(ordering: .relaxed) > 0 {
        try arrive(driver, change, &state, stage)
      } else if Clock.now() >= end {
        throw HostError(.unavailable, "\(name): \(device) does not play")
      }
    } catch {
      dismiss(driver, &state)
      giveUp(DriverError(.failed, error.message), &state, stage)
    }
  }

  private func arrive(
    _ driver: StartedDriver, _ change: FormatChange?, _ state: inout State,
    _ stage: some FailoverStage
  ) throws(HostError) {
    if let change {
      try seat.admit(driver) { () throws(HostError) in try stage.commit(change) }
    } else {
      seat.admit(driver)
    }
    note(driver, &state)
    tellArrival(of: driver, &state)
    if let wanted = state.arrival?.wanted { state.wanted = wanted }
    let isStandIn = driver.selection.candidate?.isStandIn == true
    state.arrival = nil
    state.absence = isStandIn ? Absence(since: Clock.now()) : nil
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
    for line in driver.selection.adjustments where state.toldAdjustments.insert(line).inserted {
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

extension DriverFailover.State {
  /// Whether that driver is waited for to start.
  fileprivate func isStarting(_ selection: DriverSelection) -> Bool {
    guard let arrival, case .starting = arrival.step else { return false }
    return arrival.selection.driver === selection.driver
  }
}
