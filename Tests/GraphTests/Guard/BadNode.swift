import CRealtime
import Synchronization

@testable import Graph

/// A node that copies each input to the output of the same number, and then spoils what it is told
/// to, by the frames of its own time.
final class BadNode: @unchecked Sendable {
  /// A sample in the place of those of one output, from one frame to another.
  struct Spoil: Sendable {
    var sample: Float = .nan
    var output = 0
    var from: Int
    var to: Int
  }

  private let spoils: [Spoil]
  private let frame = Atomic<Int>(0)
  let restarts = Atomic<Int>(0)
  /// Whether it ceases to be bad when it is restarted.
  private let isHealed: Bool
  let calls = Atomic<Int>(0)

  init(_ spoils: [Spoil], isHealedByRestart: Bool = false) {
    self.spoils = spoils
    isHealed = isHealedByRestart
  }

  func graphNode(
    _ name: String, ports: Int = 1, guard outputGuard: OutputGuard?,
    state: NodeState = NodeState()
  ) -> GraphNode {
    var node = GraphNode(
      name: name,
      process: { context, block in
        guard let context, let block else { return }
        Unmanaged<BadNode>.fromOpaque(context)._withUnsafeGuaranteedRef {
          $0.process(block.pointee)
        }
      },
      context: Unmanaged.passUnretained(self).toOpaque(), inputCount: ports, outputCount: ports,
      owner: self, state: state)
    node.outputGuard = outputGuard
    node.restart = { [self] in restarts.wrappingAdd(1, ordering: .relaxed) }
    return node
  }

  private func process(_ block: rt_block) {
    calls.wrappingAdd(1, ordering: .relaxed)
    let first = frame.wrappingAdd(Int(block.frames), ordering: .relaxed).oldValue
    for port in 0..<Int(block.output_count) {
      guard let input = block.inputs[port], let output = block.outputs[port] else { continue }
      output.update(from: input, count: Int(block.frames))
    }
    if isHealed, restarts.load(ordering: .relaxed) > 0 { return }
    for spoil in spoils {
      guard let output = block.outputs[spoil.output] else { continue }
      for place in 0..<Int(block.frames)
      where first + place >= spoil.from && first + place < spoil.to {
        output[place] = spoil.sample
      }
    }
  }
}

/// What a guarded node plays that a sine goes through, and beside it a chain of its own.
struct GuardedRun {
  var played: [[Float]] = []
  var plan: Plan

  /// Runs periods of these lengths, again and again, for so many frames.
  init(
    _ node: GraphNode, ports: Int = 1, frames total: Int, periods: [Int] = [64], helpers: Int = 0,
    beforeEach: (Int) -> Void = { _ in }
  ) throws {
    let sines = (0..<ports).map { TestSine.node("sine \($0)") }
    let others = (0..<8).map {
      TestNode(seed: 0.1, inputCount: 1, outputCount: 1).graphNode("other \($0)")
    }
    var connections = (0..<ports).flatMap { port in
      [
        connect(.node(1 + port, port: 0), .node(0, port: port)),
        connect(.node(0, port: port), .playback(port)),
      ]
    }
    let other = 1 + ports
    for place in 0..<7 {
      connections.append(
        connect(.node(other + place, port: 0), .node(other + place + 1, port: 0)))
    }
    connections.append(connect(.node(other + 7, port: 0), .playback(ports)))
    plan = try Plan(
      compiling: GraphDescription(
        nodes: [node] + sines + others, connections: connections, playbackChannels: ports + 1,
        maximumFrames: periods.max() ?? 64))
    let runner = try PlanRunner(helpers: helpers)
    if helpers > 0 { plan.revise(.parallel(threads: helpers + 1)) }
    played = Array(repeating: [], count: ports + 1)
    var (frame, turn) = (0, 0)
    while frame < total {
      beforeEach(frame)
      let frames = min(periods[turn % periods.count], total - frame)
      let block = runner.run(
        plan, frames: frames, frameTime: UInt64(frame), workers: helpers + 1)
      for channel in played.indices { played[channel] += block[channel] }
      frame += frames
      turn += 1
    }
  }

  var outputs: OutputStatistics { plan.statistics.steps[0].outputs }
}

func largestStep(_ samples: [Float]) -> Float {
  zip(samples, samples.dropFirst()).map { ($1 - $0).magnitude }.max() ?? 0
}
