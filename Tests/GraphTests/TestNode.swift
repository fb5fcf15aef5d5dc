import CRealtime
import Graph
import Synchronization

/// A node whose output tells what it was given, in which order, and how often it was called.
final class TestNode: @unchecked Sendable {
  struct State {
    var seed: Float
    var memory: Float = 0
    var calls = 0
    var frameTimes: [UInt64] = []
  }

  let state: UnsafeMutablePointer<State>
  /// How often it was called while it was running already.
  let overlaps = Atomic<Int>(0)
  let isRunning = Atomic<Bool>(false)
  let inputCount: Int
  let outputCount: Int

  var hasOverlapped: Bool { overlaps.load(ordering: .relaxed) > 0 }

  let latencyFrames: Int

  init(seed: Float, inputCount: Int, outputCount: Int, latencyFrames: Int = 0) {
    self.latencyFrames = latencyFrames
    self.inputCount = inputCount
    self.outputCount = outputCount
    state = .allocate(capacity: 1)
    state.initialize(to: State(seed: seed))
  }

  deinit {
    state.deinitialize(count: 1)
    state.deallocate()
  }

  func graphNode(_ name: String) -> GraphNode {
    GraphNode(
      name: name,
      process: { context, block in
        guard let context, let block else { return }
        Unmanaged<TestNode>.fromOpaque(context)._withUnsafeGuaranteedRef { $0.process(block) }
      },
      context: Unmanaged.passUnretained(self).toOpaque(), inputCount: inputCount,
      outputCount: outputCount, owner: self, latencyFrames: latencyFrames)
  }

  /// A sum that depends on the order of the inputs, on the output and on all samples before, kept
  /// below 1.
  func process(_ block: UnsafePointer<rt_block>) {
    if isRunning.exchange(true, ordering: .acquiring) {
      overlaps.wrappingAdd(1, ordering: .relaxed)
    }
    state.pointee.calls += 1
    state.pointee.frameTimes.append(block.pointee.frame_time)
    var memory = state.pointee.memory
    for frame in 0..<Int(block.pointee.frames) {
      var sum = state.pointee.seed + memory * 0.5
      for input in 0..<Int(block.pointee.input_count) {
        sum += (block.pointee.inputs[input]?[frame] ?? .nan) * (0.5 + 0.25 * Float(input))
      }
      memory = sum / (1 + sum.magnitude)
      for output in 0..<Int(block.pointee.output_count) {
        block.pointee.outputs[output]?[frame] = memory * (1 - 0.125 * Float(output))
      }
    }
    state.pointee.memory = memory
    isRunning.store(false, ordering: .releasing)
  }
}

/// A node given by a closure, for one test's purpose.
final class ClosureNode: @unchecked Sendable {
  private let body: (rt_block) -> Void

  init(_ body: @escaping (rt_block) -> Void) { self.body = body }

  func graphNode(_ name: String, inputs: Int = 0, outputs: Int = 0) -> GraphNode {
    GraphNode(
      name: name,
      process: { context, block in
        guard let context, let block else { return }
        Unmanaged<ClosureNode>.fromOpaque(context)._withUnsafeGuaranteedRef {
          $0.body(block.pointee)
        }
      },
      context: Unmanaged.passUnretained(self).toOpaque(), inputCount: inputs, outputCount: outputs,
      owner: self)
  }
}

extension GraphNode {
  /// A node that writes one value to its only output.
  static func constant(_ value: Float, _ name: String = "constant") -> GraphNode {
    ClosureNode { block in
      block.outputs[0]?.update(repeating: value, count: Int(block.frames))
    }.graphNode(name, outputs: 1)
  }

  /// A node that copies each input to the output of the same number.
  static func wire(_ name: String, ports: Int = 1) -> GraphNode {
    ClosureNode { block in
      for port in 0..<Int(block.output_count) {
        guard let input = block.inputs[port], let output = block.outputs[port] else { continue }
        output.update(from: input, count: Int(block.frames))
      }
    }.graphNode(name, inputs: ports, outputs: ports)
  }
}

/// Shorthand for connections in tests: ports count from 0.
func connect(_ source: GraphEndpoint, _ destination: GraphEndpoint) -> GraphConnection {
  GraphConnection(from: source, to: destination)
}
