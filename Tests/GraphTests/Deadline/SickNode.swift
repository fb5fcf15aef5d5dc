import CRealtime
import Synchronization

@testable import Graph

/// A node that copies its input to its output, and in one period stays until it is released, writing
/// noise to its output all the time.
final class SickNode: @unchecked Sendable {
  /// The call, counted from 1, that it stays in; 0 for none.
  let sickCall = Atomic<Int>(0)
  let isReleased = Atomic<Bool>(false)
  let isInside = Atomic<Bool>(false)
  let calls = Atomic<Int>(0)
  let overlaps = Atomic<Int>(0)
  private let threads = Atomic<Int>(0)

  func graphNode(_ name: String, inputs: Int = 1, state: NodeState = NodeState()) -> GraphNode {
    GraphNode(
      name: name,
      process: { context, block in
        guard let context, let block else { return }
        Unmanaged<SickNode>.fromOpaque(context)._withUnsafeGuaranteedRef {
          $0.process(block.pointee)
        }
      },
      context: Unmanaged.passUnretained(self).toOpaque(), inputCount: inputs, outputCount: 1,
      owner: self, state: state)
  }

  private func process(_ block: rt_block) {
    if threads.wrappingAdd(1, ordering: .acquiringAndReleasing).oldValue > 0 {
      overlaps.wrappingAdd(1, ordering: .relaxed)
    }
    defer { threads.wrappingSubtract(1, ordering: .acquiringAndReleasing) }
    let call = calls.wrappingAdd(1, ordering: .relaxed).newValue
    if call == sickCall.load(ordering: .acquiring) { beSick(block) }
    guard let output = block.outputs[0] else { return }
    let frames = Int(block.frames)
    if block.input_count > 0, let input = block.inputs[0] {
      output.update(from: input, count: frames)
    } else {
      output.update(repeating: 1, count: frames)
    }
  }

  private func beSick(_ block: rt_block) {
    isInside.store(true, ordering: .releasing)
    var noise: Float = 0
    while !isReleased.load(ordering: .acquiring) {
      noise = noise > 1000 ? -1000 : noise + 1
      block.outputs[0]?.update(repeating: noise, count: Int(block.frames))
      _ = rt_sleep_until(rt_now_nanoseconds() + 50_000)
    }
    isReleased.store(false, ordering: .relaxed)
    isInside.store(false, ordering: .releasing)
  }

  /// Lets it go, and waits until it has come back.
  func release() -> Bool {
    isReleased.store(true, ordering: .releasing)
    return spin { !isInside.load(ordering: .acquiring) }
  }
}

/// A sine whose samples follow from their place alone.
enum TestSine {
  static let step: Float = 0.05

  static func sample(_ frame: Int) -> Float { rt_sinf(Float(frame) * step) }

  static func node(_ name: String) -> GraphNode {
    let position = Atomic64()
    return ClosureNode { block in
      let first = position.take(Int(block.frames))
      for frame in 0..<Int(block.frames) { block.outputs[0]?[frame] = sample(first + frame) }
    }.graphNode(name, outputs: 1)
  }

  /// How many frames it has come so far.
  private final class Atomic64: Sendable {
    private let position = Atomic<Int>(0)
    func take(_ count: Int) -> Int { position.wrappingAdd(count, ordering: .relaxed).oldValue }
  }
}
