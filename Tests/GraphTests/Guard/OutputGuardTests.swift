import CRealtime
import Synchronization
import Testing

@testable import Graph

@Suite("Output guard", .serialized) struct OutputGuardTests {
  private let quick = OutputGuard(limit: 4, holdFrames: 1_000, riseFrames: 128)

  private func sine(_ frames: Range<Int>) -> [Float] { frames.map { TestSine.sample($0) } }

  /// What a trusted node of the same shape plays.
  private func reference(ports: Int = 1, frames: Int) throws -> GuardedRun {
    try GuardedRun(
      BadNode([]).graphNode("good", ports: ports, guard: nil), ports: ports, frames: frames)
  }

  /// The sine's own step and that of a line to silence over one period of 64.
  private let boundedStep = TestSine.step + 1.001 / 64

  @Test(arguments: [0, 2])
  func aSampleThatIsNoNumberIsMutedInItsPeriodAndTheNodeComesBack(_ helpers: Int) throws {
    let node = BadNode([.init(from: 700, to: 701)])
    let run = try GuardedRun(
      node.graphNode("bad", guard: quick), frames: 3_200, helpers: helpers)
    let heard = run.played[0]
    #expect(Array(heard[..<640]) == sine(0..<640))
    let last = TestSine.sample(639)
    for frame in 640..<704 {
      #expect((heard[frame] - last * Float(703 - frame) / 64).magnitude <= 1e-6)
    }
    // A thousand frames from the bad sample on, then a straight line.
    #expect(heard[703..<1701].allSatisfy { $0 == 0 })
    for frame in 1701..<1828 {
      let expected = TestSine.sample(frame) * Float(frame - 1700) / 128
      #expect((heard[frame] - expected).magnitude <= 1e-6)
    }
    #expect(Array(heard[1828...]) == sine(1828..<3_200))
    #expect(largestStep(heard) <= boundedStep)
    #expect(run.played[1] == (try reference(frames: 3_200)).played[1])
    #expect(run.outputs.faults == 1)
    #expect(run.outputs.latestFault == OutputFault(kind: .notANumber, output: 0))
    #expect(!run.outputs.isMuted)
    #expect(node.calls.load(ordering: .relaxed) == 50)
  }

  @Test(arguments: [
    (Float.nan, OutputFault.Kind.notANumber), (-Float.nan, .notANumber),
    (.signalingNaN, .notANumber), (.infinity, .infinite), (-.infinity, .infinite),
    (4.01, .runaway), (-1e30, .runaway),
  ])
  func whateverIsNoSoundIsFoundAndNamed(_ sample: Float, _ kind: OutputFault.Kind) throws {
    // The first, the last and a middle frame of a period, and one behind the last four.
    for frame in [640, 703, 671, 700] {
      let node = BadNode([.init(sample: sample, from: frame, to: frame + 1)])
      let run = try GuardedRun(node.graphNode("bad", guard: quick), frames: 960)
      #expect(run.outputs.latestFault == OutputFault(kind: kind, output: 0))
      #expect(run.outputs.faults == 1)
      #expect(run.outputs.isMuted)
      #expect(largestStep(run.played[0]) <= boundedStep)
      #expect(run.played[0][703...].allSatisfy { $0 == 0 })
    }
  }

  @Test func findsOneSampleInPeriodsOfAnyLength() throws {
    for length in [1, 2, 3, 5, 15, 16, 17, 31, 33, 63] {
      let place = 2 * length + length / 2
      let node = BadNode([.init(from: place, to: place + 1)])
      let run = try GuardedRun(
        node.graphNode("bad", guard: quick), frames: 5 * length, periods: [length])
      #expect(run.outputs.faults == 1)
      #expect(run.played[0].allSatisfy { $0.isFinite })
      #expect(run.played[0].suffix(2 * length).allSatisfy { $0 == 0 })
    }
  }

  @Test func oneBadChannelMutesAll() throws {
    let node = BadNode([.init(output: 1, from: 700, to: 701)])
    let run = try GuardedRun(node.graphNode("bad", ports: 2, guard: quick), ports: 2, frames: 3_200)
    #expect(run.played[0] == run.played[1])
    #expect(run.outputs.latestFault == OutputFault(kind: .notANumber, output: 1))
    #expect(largestStep(run.played[0]) <= boundedStep)
    #expect(run.played[2] == (try reference(ports: 2, frames: 3_200)).played[2])
  }

  /// More outputs than a node's cell has room for.
  @Test func manyOutputsFallFromTheirOwnLastSamples() throws {
    let node = BadNode([.init(sample: .infinity, output: 5, from: 640, to: 641)])
    let run = try GuardedRun(node.graphNode("bad", ports: 6, guard: quick), ports: 6, frames: 3_200)
    for channel in 0..<6 {
      #expect(run.played[channel] == run.played[0])
      #expect(largestStep(run.played[channel]) <= boundedStep)
    }
    #expect(run.outputs.latestFault == OutputFault(kind: .infinite, output: 5))
  }

  /// Loud, but below the limit: every sample goes through as it is.
  @Test func leavesWhatIsBelowTheLimitAlone() throws {
    let samples: [Float] = [1.999, 2, -2, 3.999, 4, -4, .leastNonzeroMagnitude, -0.0]
    let spoils = samples.enumerated().map { index, sample in
      BadNode.Spoil(sample: sample, from: 100 + index, to: 101 + index)
    }
    let run = try GuardedRun(BadNode(spoils).graphNode("loud", guard: quick), frames: 640)
    #expect(run.played[0][100..<108].map(\.bitPattern) == samples.map(\.bitPattern))
    #expect(run.outputs.faults == 0)
  }

  @Test func aLimitIsNeverBelowTwo() {
    for limit in [1.9, 0, -1, Float.nan] { #expect(OutputGuard(limit: limit).limit == 2) }
    #expect(OutputGuard(limit: .infinity).limit == .infinity)
  }

  /// Even a limit that lets any number through stops what is none.
  @Test func noLimitLetsThroughWhatIsNoNumber() throws {
    for (sample, faults) in [(Float.nan, 1), (.greatestFiniteMagnitude, 0)] as [(Float, UInt64)] {
      let node = BadNode([.init(sample: sample, from: 100, to: 101)])
      let all = OutputGuard(limit: .greatestFiniteMagnitude)
      let run = try GuardedRun(node.graphNode("bad", guard: all), frames: 640)
      #expect(run.outputs.faults == faults)
    }
  }

  @Test func aTrustedNodeIsNotLookedAt() throws {
    let node = BadNode([.init(sample: 5, from: 100, to: 101)])
    let run = try GuardedRun(node.graphNode("trusted", guard: nil), frames: 640)
    #expect(run.played[0][100] == 5)
    #expect(run.outputs.faults == 0)
  }

  @Test func whatIsBadAllTheTimeIsCountedOnce() throws {
    let node = BadNode([.init(from: 700, to: .max)])
    let run = try GuardedRun(node.graphNode("bad", guard: quick), frames: 64_000)
    #expect(run.outputs.faults == 1)
    #expect(run.outputs.isMuted)
    #expect(run.plan.memory.nodes[0].isBroken(after: 640))
    #expect(run.played[0][703...].allSatisfy { $0 == 0 })
    #expect(run.played[1] == (try reference(frames: 64_000)).played[1])
  }

  /// Bad again while it fades in: it falls from where it is, and that is the same fault still.
  @Test func aNodeThatIsBadAgainAsItComesBackStaysMuted() throws {
    let node = BadNode([.init(from: 700, to: 701), .init(from: 1_800, to: 1_801)])
    let run = try GuardedRun(node.graphNode("bad", guard: quick), frames: 4_000)
    #expect(run.played[0][1_780] != 0)
    #expect(run.played[0][1_855..<2_801].allSatisfy { $0 == 0 })
    #expect(Array(run.played[0][2_928...]) == sine(2_928..<4_000))
    #expect(largestStep(run.played[0]) <= boundedStep)
    #expect(run.outputs.faults == 1)
  }

  /// Only the line to silence depends on the periods.
  @Test func comesBackAtTheSameFrameHoweverPeriodsAreCut() throws {
    let spoils = [BadNode.Spoil(from: 700, to: 703), .init(sample: 9, from: 1_200, to: 1_201)]
    let whole = try GuardedRun(BadNode(spoils).graphNode("bad", guard: quick), frames: 4_000)
    for periods in [[1], [17, 50, 33], [128], [16, 256, 3], [300]] {
      let run = try GuardedRun(
        BadNode(spoils).graphNode("bad", guard: quick), frames: 4_000, periods: periods)
      #expect(run.played[0][1_000...] == whole.played[0][1_000...], "\(periods)")
      #expect(run.outputs.faults == whole.outputs.faults)
    }
  }
}
