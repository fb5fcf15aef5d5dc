import ClockBridge
import Testing

@Suite("Delay-locked loop") struct DelayLockedLoopTests {
  private static let periodFrames = 256
  private var loop = DelayLockedLoop(rate: 48_000, periodFrames: Self.periodFrames)
  private var generator = SplitMix(seed: 1)
  private var trueNanoseconds = 5_000_000_000.0
  private var nanosecondsPerFrame = 1_000_000_000 / 48_000.0

  /// Updates the loop so many times with what a clock of the present rate gives.
  @discardableResult
  private mutating func run(_ periods: Int, lateNanoseconds: Double) -> DelayLockedLoop.Outcome {
    var outcome = DelayLockedLoop.Outcome.followed
    for _ in 0..<periods {
      trueNanoseconds += Double(Self.periodFrames) * nanosecondsPerFrame
      let time = trueNanoseconds + generator.unit() * lateNanoseconds
      outcome = loop.update(at: Int64(time), after: Self.periodFrames)
    }
    return outcome
  }

  @Test mutating func findsTheRateOfAClockFast() {
    nanosecondsPerFrame /= 1 + 400e-6
    run(940, lateNanoseconds: 100_000)
    // After five seconds.
    #expect((loop.partsPerMillion - 400).magnitude < 20)
    run(20_000, lateNanoseconds: 100_000)
    #expect((loop.partsPerMillion - 400).magnitude < 5)
  }

  @Test mutating func keepsJitterOutOfTheTime() {
    run(20_000, lateNanoseconds: 400_000)
    var largest = 0.0
    for _ in 0..<5_000 {
      run(1, lateNanoseconds: 400_000)
      largest = max(largest, (Double(loop.nanoseconds) - trueNanoseconds - 200_000).magnitude)
    }
    #expect(largest < 40_000)
  }

  @Test mutating func followsAClockThatChanges() {
    run(20_000, lateNanoseconds: 0)
    nanosecondsPerFrame /= 1 + 300e-6
    run(10_000, lateNanoseconds: 0)
    #expect((loop.partsPerMillion - 300).magnitude < 0.1)
    #expect((Double(loop.nanoseconds) - trueNanoseconds).magnitude < 1_000)
  }

  @Test mutating func isHardlyMovedByOneLateTime() {
    run(10_000, lateNanoseconds: 0)
    let before = loop.partsPerMillion
    let late = Int64(trueNanoseconds) + 100_000_000
    let outcome = loop.update(at: late, after: Self.periodFrames)
    #expect(outcome == .limited)
    #expect((loop.partsPerMillion - before).magnitude < 5)
    trueNanoseconds += Double(Self.periodFrames) * nanosecondsPerFrame
    #expect((Double(loop.nanoseconds) - trueNanoseconds).magnitude < 10_000)
    let next = run(1, lateNanoseconds: 0)
    #expect(next == .followed)
  }

  @Test mutating func goesAlongWithAJumpAndKeepsTheRate() {
    nanosecondsPerFrame /= 1 + 250e-6
    run(20_000, lateNanoseconds: 0)
    trueNanoseconds += 30_000_000
    #expect(run(1, lateNanoseconds: 0) == .limited)
    #expect(run(3, lateNanoseconds: 0) == .jumped)
    #expect((Double(loop.nanoseconds) - trueNanoseconds).magnitude < 2)
    #expect((loop.partsPerMillion - 250).magnitude < 20)
    run(1_000, lateNanoseconds: 0)
    #expect((loop.partsPerMillion - 250).magnitude < 2)
  }

  @Test mutating func beginsAnewWhenToldTo() {
    run(1_000, lateNanoseconds: 0)
    loop.restart()
    let outcome = loop.update(at: 7, after: Self.periodFrames)
    #expect(outcome == .followed)
    #expect(loop.nanoseconds == 7)
  }

  @Test mutating func takesTimesThatAreOfNoUse() {
    for _ in 0..<100 { loop.update(at: 1_000, after: Self.periodFrames) }
    for _ in 0..<100 { loop.update(at: Int64.random(in: 0...1 << 60), after: 0) }
    #expect(loop.partsPerMillion.magnitude < 10_200)
    run(30_000, lateNanoseconds: 0)
    #expect(loop.partsPerMillion.magnitude < 5)
  }
}
