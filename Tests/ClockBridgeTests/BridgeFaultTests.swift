import ClockBridge
import Testing

/// What a bridge does when one of its sides stays away, jumps, or comes late to the other.
@Suite("Clock bridge, faults") struct BridgeFaultTests {
  private let seed = UInt64.random(in: 0 ... .max)

  private func simulate(
    captureBegins: Double = 1.001_3, playbackBegins: Double = 1
  ) throws -> BridgeSimulation {
    print("seed \(seed)")
    return try BridgeSimulation(
      capture: SimulatedDevice(
        rate: 12_000, periodFrames: 64, partsPerMillion: 120, beginSeconds: captureBegins),
      playback: SimulatedDevice(
        rate: 12_000, periodFrames: 64, partsPerMillion: -70, beginSeconds: playbackBegins),
      seed: seed)
  }

  /// Expects sound again soon after `end`, with the stated latency half a minute later.
  private func check(_ simulation: BridgeSimulation, recoveredFrom end: Double) {
    #expect(simulation.bridge.reading.state == .locked)
    #expect(simulation.lastSilence < end + 0.3)
    let deviations = simulation.deviations(from: end + 30)
    let largest = deviations.reduce(0) { max($0, $1.late.magnitude) }
    #expect(!deviations.isEmpty && largest <= simulation.toleranceSeconds)
  }

  private func checkSteps(_ simulation: BridgeSimulation) {
    let fadeStep = simulation.amplitude / (simulation.playback.rate / 100)
    #expect(Double(simulation.meter.largestStep) <= simulation.ownStep * 1.01 + 2 * fadeStep)
  }

  @Test func isSilentWhileNothingIsCaptured() throws {
    let simulation = try simulate()
    simulation.isCapturing = { !(20..<22 ~= $0) }
    simulation.run(until: 21.5)
    #expect(simulation.bridge.isCaptureLost)
    #expect(simulation.bridge.reading.state == .filling)
    simulation.run(until: 80)
    check(simulation, recoveredFrom: 22)
    checkSteps(simulation)
    let reading = simulation.bridge.reading
    #expect(!reading.isLost)
    #expect([reading.losses, reading.returns, reading.breaks, reading.underruns] == [1, 1, 1, 1])
  }

  @Test func beginsAnewWhenNobodyHasReadForAWhile() throws {
    let simulation = try simulate()
    simulation.isPlaying = { !(20..<22 ~= $0) }
    simulation.run(until: 80)
    check(simulation, recoveredFrom: 22)
    checkSteps(simulation)
    #expect(simulation.bridge.reading.overruns > 0)
    #expect(simulation.bridge.reading.losses == 0)
  }

  @Test(arguments: [0.006, 0.02, 0.1, 0.4])
  func mendsFramesThatAreMissing(seconds: Double) throws {
    for tellsBreaks in [true, false] {
      let simulation = try simulate()
      simulation.tellsBreaks = tellsBreaks
      simulation.isCapturing = { !(20..<20 + seconds ~= $0) }
      simulation.run(until: 80)
      check(simulation, recoveredFrom: 20 + seconds)
      // A hole that nobody tells is in what was captured, where nobody can mend it.
      if tellsBreaks { checkSteps(simulation) }
      #expect(simulation.bridge.reading.losses == 0)
    }
  }

  @Test func goesOnAfterManyFaultsInARow() throws {
    let simulation = try simulate()
    simulation.isCapturing = { !(20..<40 ~= $0) || Int($0 * 10) % 3 == 0 }
    simulation.isPlaying = { !(30..<50 ~= $0) || Int($0 * 10) % 7 != 0 }
    simulation.run(until: 110)
    check(simulation, recoveredFrom: 50)
    checkSteps(simulation)
  }

  @Test(arguments: [(1.0, 6.0), (6.0, 1.0)])
  func startsInAnyOrder(captureBegins: Double, playbackBegins: Double) throws {
    let simulation = try simulate(captureBegins: captureBegins, playbackBegins: playbackBegins)
    simulation.run(until: 60)
    check(simulation, recoveredFrom: 6)
    checkSteps(simulation)
    let reading = simulation.bridge.reading
    #expect(reading.underruns == 0)
    #expect(reading.resynchronisations == 0)
    #expect(reading.losses == (captureBegins > 1 ? 1 : 0))
    #expect(reading.losses == reading.returns)
  }

  @Test func saysWhenNothingIsEverCaptured() throws {
    let simulation = try simulate()
    simulation.isCapturing = { _ in false }
    simulation.run(until: 10)
    #expect(simulation.bridge.isCaptureLost)
    #expect(simulation.bridge.reading.losses == 1)
    #expect(simulation.meter.largestStep == 0)
  }
}
