import CRealtime
import Plugins

/// The samples of a block that is shorter than a plugin can take: filled up with silence, and the
/// rest of what is played left out.
///
/// Only the last block of a render is; a device's periods have one length. Thread: cycle, but for
/// making and freeing.
struct FixedBlock {
  private let samples: UnsafeMutablePointer<Float>
  private let inputs: UnsafeMutablePointer<UnsafePointer<Float>?>
  private let outputs: UnsafeMutablePointer<UnsafeMutablePointer<Float>?>
  private let frames: Int

  /// Allocates for the ports of a plugin.
  init(_ descriptor: PluginDescriptor, frames: Int) {
    let (inputCount, outputCount) = (descriptor.inputs.count, descriptor.outputs.count)
    let count = (inputCount + outputCount) * frames
    samples = .allocate(capacity: max(1, count))
    samples.initialize(repeating: 0, count: count)
    inputs = .allocate(capacity: max(1, inputCount))
    outputs = .allocate(capacity: max(1, outputCount))
    for place in 0..<inputCount {
      (inputs + place).initialize(to: UnsafePointer(samples + place * frames))
    }
    for place in 0..<outputCount {
      (outputs + place).initialize(to: samples + (inputCount + place) * frames)
    }
    self.frames = frames
  }

  /// Frees the memory.
  func deallocate() {
    samples.deallocate()
    inputs.deallocate()
    outputs.deallocate()
  }

  /// The same block with its full length.
  @_noLocks
  func block(for block: rt_block) -> rt_block {
    var full = block
    full.inputs = UnsafePointer(inputs)
    full.outputs = UnsafePointer(outputs)
    full.frames = UInt32(frames)
    return full
  }

  /// Takes the inputs, silence behind them; a missing one is silent.
  @_noLocks
  func load(_ block: rt_block) {
    let count = Int(block.frames)
    for place in 0..<Int(block.input_count) {
      let input = samples + place * frames
      for frame in 0..<frames { input[frame] = 0 }
      guard let source = block.inputs[place] else { continue }
      for frame in 0..<count { input[frame] = source[frame] }
    }
  }

  /// Gives the outputs as far as they were asked for.
  @_noLocks
  func store(_ block: rt_block) {
    for place in 0..<Int(block.output_count) {
      guard let output = outputs[place], let target = block.outputs[place] else { continue }
      for frame in 0..<Int(block.frames) { target[frame] = output[frame] }
    }
  }
}
