import CRealtime
import Plugins

/// Plays blocks through an instance as the cycle would, with memory of its own for the ports.
final class Rig {
  init(_ instance: any PluginInstance, frames: Int) {
    self.instance = instance
    inputs = instance.descriptor.inputs.map { _ in Self.silence(frames) }
    outputs = instance.descriptor.outputs.map { _ in Self.silence(frames) }
  }

  deinit { (inputs + outputs).forEach { $0.deallocate() } }

  let instance: any PluginInstance
  let inputs: [UnsafeMutableBufferPointer<Float>]
  let outputs: [UnsafeMutableBufferPointer<Float>]

  /// Runs one block of the first `frames` samples.
  func run(frames: Int) {
    let sources = inputs.map { $0.baseAddress.map { UnsafePointer($0) } }
    let targets = outputs.map(\.baseAddress)
    sources.withUnsafeBufferPointer { sources in
      targets.withUnsafeBufferPointer { targets in
        var block = rt_block(
          inputs: sources.baseAddress, outputs: targets.baseAddress,
          input_count: UInt32(inputs.count), output_count: UInt32(outputs.count),
          frames: UInt32(frames), frame_time: 0)
        instance.process(instance.context, &block)
      }
    }
  }

  /// Fills every input with a signal that no two samples of are equal.
  func fillInputs() {
    for (place, input) in inputs.enumerated() {
      for frame in input.indices { input[frame] = Float(frame + 1 + place * 7) / 4096 - 0.5 }
    }
  }

  private static func silence(_ frames: Int) -> UnsafeMutableBufferPointer<Float> {
    let memory = UnsafeMutableBufferPointer<Float>.allocate(capacity: frames)
    memory.initialize(repeating: 0)
    return memory
  }
}
