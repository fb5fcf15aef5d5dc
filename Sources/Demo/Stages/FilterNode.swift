import CRealtime
import Graph
import Realtime

/// A node that takes its time: a filter that is applied many times over.
///
/// The same input gives the same samples, bit for bit, on whatever thread.
final class FilterNode: @unchecked Sendable {
  // Unchecked: the state is the one thread's that is in the node.

  private struct State {
    let coefficient: Float
    let passes: Int
    var memory: Float = 0
    /// Where the source is, for a node without input.
    var phase: Float = 0
  }

  private let state: UnsafeMutablePointer<State>

  init(_ number: Int, passes: Int) {
    state = .allocate(capacity: 1)
    state.initialize(to: State(coefficient: 0.02 + 0.01 * Float(number), passes: passes))
  }

  deinit { state.deallocate() }

  func graphNode(_ name: String, inputs: Int) -> GraphNode {
    GraphNode(
      name: name, process: { FilterNode.process($0, $1) }, context: state, inputCount: inputs,
      outputCount: 1, owner: self)
  }

  @_noLocks
  private static func process(
    _ context: UnsafeMutableRawPointer?, _ block: UnsafePointer<rt_block>?
  ) {
    guard let state = context?.assumingMemoryBound(to: State.self), let block,
      let output = block.pointee.outputs[0]
    else { return }
    let frames = Int(block.pointee.frames)
    if block.pointee.input_count > 0, let input = block.pointee.inputs[0] {
      for frame in 0..<frames { output[frame] = input[frame] }
    } else {
      for frame in 0..<frames {
        state.pointee.phase += state.pointee.coefficient / 16
        if state.pointee.phase > 1 { state.pointee.phase -= 2 }
        output[frame] = state.pointee.phase
      }
    }
    for _ in 0..<state.pointee.passes { filter(state, output, frames) }
  }

  @_noLocks
  private static func filter(
    _ state: UnsafeMutablePointer<State>, _ samples: UnsafeMutablePointer<Float>, _ frames: Int
  ) {
    let coefficient = state.pointee.coefficient
    var memory = state.pointee.memory
    for frame in 0..<frames {
      memory += coefficient * (samples[frame] - memory)
      samples[frame] = samples[frame] - 0.5 * memory
    }
    state.pointee.memory = memory
  }
}

extension FilterNode {
  /// How many passes over so many frames take about that long on this machine.
  static func passes(frames: Int, nanoseconds: Int64) -> Int {
    let samples = UnsafeMutablePointer<Float>.allocate(capacity: frames)
    samples.initialize(repeating: 0.5, count: frames)
    defer { samples.deallocate() }
    let node = FilterNode(0, passes: 1)
    // The best of some: whatever comes between only makes it longer.
    let pass = (0..<20).map { _ -> Int64 in
      let begin = Clock.now()
      filter(node.state, samples, frames)
      return Clock.now() - begin
    }
    return Int(max(1, min(2_000, nanoseconds / max(1, pass.min() ?? 1))))
  }
}
