import CRealtime
import Graph
import Signal
import Synchronization

/// A node that plays a weighted sum of its inputs some frames later, and notes how it is called.
///
/// What it plays depends on a bounded stretch of what it heard, so that two of them that hear the
/// same play the same, whatever they heard before.
final class LatencyNode: @unchecked Sendable {
  private static let live = Atomic<Int>(0)
  private let calls = Atomic<Int>(0)
  private let gaps = Atomic<Int>(0)
  private let overlaps = Atomic<Int>(0)
  private let restarts = Atomic<Int>(0)
  let latencyFrames: Int
  let inputCount: Int
  let outputCount: Int
  private let gain: Float
  private let isRunning = Atomic<Bool>(false)
  private var rings: [[Float]]
  private var place = 0
  private var nextTime: UInt64?

  init(latencyFrames: Int = 0, inputs: Int = 1, outputs: Int = 1, gain: Float = 1) {
    self.latencyFrames = latencyFrames
    self.gain = gain
    inputCount = inputs
    outputCount = outputs
    rings = (0..<outputs).map { _ in [Float](repeating: 0, count: latencyFrames) }
    Self.live.wrappingAdd(1, ordering: .relaxed)
  }

  deinit { Self.live.wrappingSubtract(1, ordering: .relaxed) }

  /// How many of them there are.
  static var liveCount: Int { live.load(ordering: .acquiring) }
  /// How often it was called.
  var callCount: Int { calls.load(ordering: .relaxed) }
  /// Calls whose time was not the end of the call before.
  var gapCount: Int { gaps.load(ordering: .relaxed) }
  /// Calls and restarts while another call was under way.
  var overlapCount: Int { overlaps.load(ordering: .relaxed) }
  /// How often it was restarted.
  var restartCount: Int { restarts.load(ordering: .relaxed) }

  func graphNode(_ name: String, state: NodeState = NodeState()) -> GraphNode {
    var node = GraphNode(
      name: name,
      process: { context, block in
        guard let context, let block else { return }
        Unmanaged<LatencyNode>.fromOpaque(context)._withUnsafeGuaranteedRef { $0.process(block) }
      },
      context: Unmanaged.passUnretained(self).toOpaque(), inputCount: inputCount,
      outputCount: outputCount, owner: self, latencyFrames: latencyFrames, state: state)
    node.restart = { [unowned self] in restart() }
    return node
  }

  private func restart() {
    restarts.wrappingAdd(1, ordering: .relaxed)
    if isRunning.load(ordering: .acquiring) { overlaps.wrappingAdd(1, ordering: .relaxed) }
    for output in rings.indices { rings[output] = rings[output].map { _ in 0 } }
    nextTime = nil
  }

  private func process(_ block: UnsafePointer<rt_block>) {
    if isRunning.exchange(true, ordering: .acquiring) {
      overlaps.wrappingAdd(1, ordering: .relaxed)
    }
    calls.wrappingAdd(1, ordering: .relaxed)
    if let nextTime, nextTime != block.pointee.frame_time {
      gaps.wrappingAdd(1, ordering: .relaxed)
    }
    nextTime = block.pointee.frame_time + UInt64(block.pointee.frames)
    let frames = Int(block.pointee.frames)
    for output in 0..<outputCount {
      for frame in 0..<frames {
        var sum: Float = 0
        for input in 0..<inputCount {
          let weight = inputCount == 1 ? 1 : Float(1 + (input + output) % 3) / 4
          sum += (block.pointee.inputs[input]?[frame] ?? .nan) * weight
        }
        block.pointee.outputs[output]?[frame] = delayed(sum * gain, output, frame)
      }
    }
    if latencyFrames > 0 { place = (place + frames) % latencyFrames }
    isRunning.store(false, ordering: .releasing)
  }

  private func delayed(_ sample: Float, _ output: Int, _ frame: Int) -> Float {
    guard latencyFrames > 0 else { return sample }
    let index = (place + frame) % latencyFrames
    defer { rings[output][index] = sample }
    return rings[output][index]
  }
}
