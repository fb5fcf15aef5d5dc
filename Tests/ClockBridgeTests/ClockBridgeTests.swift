import ClockBridge
import TestSupport
import Testing

/// What goes through a bridge for minutes, simulated: pitch, latency and every step from one sample
/// to the next.
///
/// Most run at 12 kHz with periods of 64 frames, which come as often as 256 at 48 kHz.
@Suite("Clock bridge") struct ClockBridgeTests {
  /// Ten minutes, or two at least.
  private static let seconds = Double(Cases.count(600, atLeast: 120))
  private let seed = UInt64.random(in: 0 ... .max)

  private func simulate(
    rate: Int = 12_000, capturePeriod: Int = 64, playbackPeriod: Int = 64,
    partsPerMillion: Double = 0, playbackRate: Int? = nil
  ) throws -> BridgeSimulation {
    print("seed \(seed)")
    return try BridgeSimulation(
      capture: SimulatedDevice(
        rate: rate, periodFrames: capturePeriod, partsPerMillion: partsPerMillion,
        beginSeconds: 1.001_3),
      playback: SimulatedDevice(rate: playbackRate ?? rate, periodFrames: playbackPeriod),
      seed: seed)
  }

  /// Expects the stated latency from `begin` on, and no step but the sine's own.
  private func check(_ simulation: BridgeSimulation, from begin: Double) {
    let deviations = simulation.deviations(from: begin)
    #expect(!deviations.isEmpty)
    let largest = deviations.reduce(0) { max($0, $1.late.magnitude) }
    #expect(largest <= simulation.toleranceSeconds)
    checkSteps(simulation)
    #expect(simulation.bridge.reading.state == .locked)
  }

  private func checkSteps(_ simulation: BridgeSimulation) {
    // A fade of 10 ms adds a hundredth of its height and no more.
    let fadeStep = simulation.amplitude / (simulation.playback.rate / 100)
    #expect(Double(simulation.meter.largestStep) <= simulation.ownStep * 1.01 + 2 * fadeStep)
  }

  private func checkNothingHappened(_ simulation: BridgeSimulation) {
    let reading = simulation.bridge.reading
    #expect(reading.underruns == 0)
    #expect(reading.overruns == 0)
    #expect(reading.breaks == 0)
    #expect(reading.resynchronisations == 0)
    #expect(reading.losses == 0)
    #expect(simulation.lastSilence < 1.2)
  }

  @Test(arguments: [0.0, 100, -100, 1_000, -1_000])
  func holdsPitchAndLatencyForTenMinutes(partsPerMillion: Double) throws {
    let simulation = try simulate(partsPerMillion: partsPerMillion)
    simulation.run(until: Self.seconds + 1)
    check(simulation, from: 30)
    checkNothingHappened(simulation)
    #expect(simulation.pitchError(from: Self.seconds / 2).magnitude < 1)
    #expect((simulation.bridge.reading.partsPerMillion - partsPerMillion).magnitude < 20)
  }

  @Test func holdsThemAtFullRate() throws {
    let simulation = try simulate(
      rate: 48_000, capturePeriod: 256, playbackPeriod: 256, partsPerMillion: 1_000)
    simulation.run(until: Self.seconds + 1)
    check(simulation, from: 30)
    checkNothingHappened(simulation)
    #expect(simulation.pitchError(from: Self.seconds / 2).magnitude < 1)
  }

  @Test(arguments: [(16, 256), (256, 16), (128, 96), (17, 61), (512, 512)])
  func takesPeriodsOfAnyLength(capturePeriod: Int, playbackPeriod: Int) throws {
    let simulation = try simulate(
      capturePeriod: capturePeriod, playbackPeriod: playbackPeriod, partsPerMillion: 300)
    simulation.run(until: 120)
    check(simulation, from: 30)
    checkNothingHappened(simulation)
    #expect(simulation.pitchError(from: 60).magnitude < 1)
  }

  @Test(arguments: [(11_025, 12_000), (24_000, 12_000), (12_000, 48_000)])
  func convertsRates(captureRate: Int, playbackRate: Int) throws {
    let simulation = try simulate(
      rate: captureRate, partsPerMillion: -200, playbackRate: playbackRate)
    simulation.run(until: 120)
    check(simulation, from: 30)
    checkNothingHappened(simulation)
    #expect(simulation.pitchError(from: 60).magnitude < 1)
  }

  @Test func followsAClockThatDrifts() throws {
    let simulation = try simulate()
    simulation.capture.partsPerMillion = { 500 * max(0, min(1, ($0 - 60) / 60)) }
    simulation.run(until: 240)
    check(simulation, from: 30)
    checkNothingHappened(simulation)
    #expect(simulation.pitchError(from: 180).magnitude < 1)
  }

  @Test func bearsWakeUpsThatAreVeryLate() throws {
    let simulation = try simulate(partsPerMillion: 100)
    simulation.capture.jitter = 0.002
    simulation.playback.jitter = 0.002
    simulation.run(until: Self.seconds)
    check(simulation, from: 30)
    checkNothingHappened(simulation)
    #expect(simulation.pitchError(from: Self.seconds / 2).magnitude < 1)
  }
}
