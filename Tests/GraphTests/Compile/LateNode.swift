import CRealtime

@testable import Graph

/// A node that is as late as it says, and whose outputs tell what it heard at which input.
final class LateNode: @unchecked Sendable {
  let seed: Float
  let inputCount: Int
  let outputCount: Int
  let latencyFrames: Int
  private let state: UnsafeMutablePointer<State>

  /// What was worked out and is not yet to be heard, the oldest at `place`.
  private struct State {
    var memory: Float = 0
    var place = 0
    var late: [Float]
  }

  init(seed: Float, inputCount: Int, outputCount: Int, latencyFrames: Int) {
    self.seed = seed
    self.inputCount = inputCount
    self.outputCount = outputCount
    self.latencyFrames = latencyFrames
    state = .allocate(capacity: 1)
    state.initialize(to: State(late: [Float](repeating: 0, count: latencyFrames + 1)))
  }

  deinit {
    state.deinitialize(count: 1)
    state.deallocate()
  }

  func graphNode(_ name: String, canRunInPlace: Bool) -> GraphNode {
    GraphNode(
      name: name,
      process: { context, block in
        guard let context, let block else { return }
        Unmanaged<LateNode>.fromOpaque(context)._withUnsafeGuaranteedRef { $0.process(block) }
      },
      context: Unmanaged.passUnretained(self).toOpaque(), inputCount: inputCount,
      outputCount: outputCount, owner: self, latencyFrames: latencyFrames,
      canRunInPlace: canRunInPlace)
  }

  /// What comes of a frame of each input, before it is late.
  func next(_ memory: Float, _ inputs: (Int) -> Float) -> Float {
    var sum = seed + memory * 0.5
    for input in 0..<inputCount { sum += inputs(input) * (0.5 + 0.25 * Float(input)) }
    return sum / (1 + sum.magnitude)
  }

  /// What of it is heard at an output.
  func heard(_ sample: Float, _ output: Int) -> Float { sample * (1 - 0.125 * Float(output)) }

  private func process(_ block: UnsafePointer<rt_block>) {
    for frame in 0..<Int(block.pointee.frames) {
      state.pointee.memory = next(state.pointee.memory) {
        block.pointee.inputs[$0]?[frame] ?? .nan
      }
      state.pointee.late[state.pointee.place] = state.pointee.memory
      state.pointee.place = (state.pointee.place + 1) % (latencyFrames + 1)
      let sample = state.pointee.late[state.pointee.place]
      for output in 0..<outputCount {
        block.pointee.outputs[output]?[frame] = heard(sample, output)
      }
    }
  }
}
