import CRealtime
import TestSupport
import Testing

@testable import Graph

@Suite("Arithmetic of nodes", .serialized) struct ArithmeticTests {
  /// What the arithmetic was when each node of a chain was called; the first one changes it.
  private func arithmetic(guard outputGuard: OutputGuard?) throws -> (
    seen: [[UInt64]], outputs: OutputStatistics
  ) {
    let seen = Locked<[[UInt64]]>([[], []])
    var changing = ClosureNode { block in
      seen.withLock { $0[0].append(Self.arithmeticNow()) }
      block.outputs[0]?.update(repeating: 0.5, count: Int(block.frames))
      rt_denormals_restore(Self.otherArithmetic)
    }.graphNode("changing", outputs: 1)
    changing.outputGuard = outputGuard
    let next = ClosureNode { block in
      seen.withLock { $0[1].append(Self.arithmeticNow()) }
      guard let input = block.inputs[0], let output = block.outputs[0] else { return }
      output.update(from: input, count: Int(block.frames))
    }.graphNode("next", inputs: 1, outputs: 1)
    let plan = try Plan(
      compiling: GraphDescription(
        nodes: [changing, next],
        connections: [
          connect(.node(0, port: 0), .node(1, port: 0)), connect(.node(1, port: 0), .playback(0)),
        ], playbackChannels: 1, maximumFrames: 64))
    let runner = try PlanRunner(helpers: 0)
    let before = rt_denormals_flush()
    defer { rt_denormals_restore(before) }
    for _ in 0..<3 { _ = runner.run(plan, frames: 64, workers: 1) }
    return (seen.withLock { $0 }, plan.statistics.steps[0].outputs)
  }

  /// The control bits of the thread's arithmetic, without the flags of what has happened.
  private static func arithmeticNow() -> UInt64 {
    let state = rt_denormals_flush()
    rt_denormals_restore(state)
    return state & ~0x3f
  }

  /// Denormals neither flushed nor zero, and another rounding.
  private static var otherArithmetic: UInt64 {
    #if arch(x86_64)
    0x1f80 | 0x2000
    #else
    0
    #endif
  }

  @Test func whatANodeChangesIsPutRightBeforeTheNext() throws {
    let result = try arithmetic(guard: OutputGuard())
    let all = result.seen.flatMap(\.self)
    #expect(all.count == 6)
    #expect(Set(all).count == 1)
    #expect(all.first != Self.otherArithmetic)
    #expect(result.outputs.arithmeticChanges == 3)
    #expect(result.outputs.faults == 0)
  }

  /// Or the test above would show nothing.
  @Test func aTrustedNodeIsNotPutRight() throws {
    let result = try arithmetic(guard: nil)
    #expect(result.seen[1].allSatisfy { $0 == Self.otherArithmetic })
    #expect(result.outputs.arithmeticChanges == 0)
  }

  @Test func countsBlocksWithDenormals() throws {
    for sample in [Float.leastNonzeroMagnitude, -Float.leastNormalMagnitude.nextDown] {
      // The first 16 blocks are all looked at.
      let node = BadNode([
        .init(sample: sample, from: 64, to: 65), .init(sample: sample, from: 320, to: 700),
      ])
      let run = try GuardedRun(node.graphNode("tiny", guard: OutputGuard()), frames: 1_024)
      #expect(run.outputs.denormalBlocks == 7)
      #expect(run.outputs.faults == 0)
      #expect(run.played[0][64].bitPattern == sample.bitPattern)
    }
  }

  @Test func neitherZeroNorTheSmallestNormalIsADenormal() throws {
    for sample in [0, -0.0, Float.leastNormalMagnitude, -Float.leastNormalMagnitude, 1] {
      let node = BadNode([.init(sample: sample, from: 0, to: 640)])
      let run = try GuardedRun(node.graphNode("small", guard: OutputGuard()), frames: 640)
      #expect(run.outputs.denormalBlocks == 0)
    }
  }
}
