import CRealtime
import ConvolutionKissFFT
import TestSupport

@testable import Signal

/// A convolver with planar inputs and outputs of the tests' own.
final class ConvolverRunner {
  let processor: ConvolverProcessor
  let channels: Int

  init(channels: Int, rate: Int = 48_000, library: any TransformLibrary = KissFFTTransforms()) {
    processor = ConvolverProcessor(channels: channels, rate: rate, library: library)
    self.channels = channels
  }

  convenience init(
    _ response: [[Float]], channels: Int, library: any TransformLibrary = KissFFTTransforms()
  ) throws {
    self.init(channels: channels, library: library)
    try load(response)
  }

  func load(_ response: [[Float]]) throws {
    try processor.load(ImpulseResponse(response, channels: channels, rate: 48_000))
  }

  /// Runs the inputs in blocks of the given sizes, in place; what is left of them as one block.
  func run(_ inputs: [[Float]], cutInto sizes: [Int] = []) -> [[Float]] {
    var samples = inputs
    var begin = 0
    var sizes = sizes[...]
    while begin < inputs[0].count {
      let frames = min(sizes.popFirst() ?? .max, inputs[0].count - begin)
      runBlock(&samples, from: begin, frames: frames)
      begin += frames
    }
    return samples
  }

  private func runBlock(_ samples: inout [[Float]], from begin: Int, frames: Int) {
    let buffers = samples.map { channel in
      let buffer = UnsafeMutablePointer<Float>.allocate(capacity: frames)
      buffer.initialize(from: Array(channel[begin..<(begin + frames)]), count: frames)
      return buffer
    }
    defer { buffers.forEach { $0.deallocate() } }
    process(buffers, frames: frames)
    for channel in samples.indices {
      for frame in 0..<frames { samples[channel][begin + frame] = buffers[channel][frame] }
    }
  }

  /// Runs one block in place.
  func process(_ buffers: [UnsafeMutablePointer<Float>], frames: Int) {
    let inputs = buffers.map { UnsafePointer<Float>?($0) }
    let outputs = buffers.map { UnsafeMutablePointer<Float>?($0) }
    inputs.withUnsafeBufferPointer { inputs in
      outputs.withUnsafeBufferPointer { outputs in
        var block = rt_block(
          inputs: inputs.baseAddress, outputs: outputs.baseAddress,
          input_count: UInt32(buffers.count), output_count: UInt32(buffers.count),
          frames: UInt32(frames), frame_time: 0, events: nil)
        processor.process(processor.context, &block)
      }
    }
  }
}

/// Random samples in the nominal range, the same for the same seed.
func noise(_ frames: Int, seed: UInt64 = 1) -> [Float] {
  var random = SeededGenerator(seed: seed)
  return (0..<frames).map { _ in Float.random(in: -1...1, using: &random) }
}

/// Numbers that are the same for the same seed (SeededGenerator64).
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    return mixed ^ (mixed >> 31)
  }
}
