import CRealtime

@testable import Signal

/// Calls a processor the way the cycle does, and gives back what it wrote.
///
/// Outputs are filled with a sentinel first, so that what is not written is seen.
struct BlockRunner {
  static let sentinel: Float = 12345
  let process: rt_process
  let context: UnsafeMutableRawPointer?
  let owner: any Processor

  init(_ processor: any Processor) {
    owner = processor
    process = processor.process
    context = processor.context
  }

  func run(
    inputs: [[Float]] = [], outputs count: Int, frames: Int, frameTime: UInt64 = 0
  ) -> [[Float]] {
    let sources = inputs.map { samples in
      let buffer = UnsafeMutablePointer<Float>.allocate(capacity: max(1, samples.count))
      buffer.initialize(from: samples, count: samples.count)
      return buffer
    }
    let destinations = (0..<count).map { _ in
      let buffer = UnsafeMutablePointer<Float>.allocate(capacity: frames + 1)
      buffer.initialize(repeating: Self.sentinel, count: frames + 1)
      return buffer
    }
    defer { (sources + destinations).forEach { $0.deallocate() } }
    let inputPointers: [UnsafePointer<Float>?] = sources.map { UnsafePointer($0) }
    let outputPointers: [UnsafeMutablePointer<Float>?] = destinations
    inputPointers.withUnsafeBufferPointer { inputs in
      outputPointers.withUnsafeBufferPointer { outputs in
        var block = rt_block(
          inputs: inputs.baseAddress, outputs: outputs.baseAddress,
          input_count: UInt32(inputs.count), output_count: UInt32(count), frames: UInt32(frames),
          frame_time: frameTime, events: nil)
        withExtendedLifetime(owner) { process(context, &block) }
      }
    }
    return destinations.map { buffer in
      precondition(buffer[frames] == Self.sentinel, "wrote past the end of the block")
      return Array(UnsafeBufferPointer(start: buffer, count: frames))
    }
  }

  /// Runs blocks of the given sizes and joins what came out.
  func run(inputs: [[Float]] = [], outputs count: Int, cutInto sizes: [Int]) -> [[Float]] {
    var joined = [[Float]](repeating: [], count: count)
    var done = 0
    for frames in sizes {
      let parts = inputs.map { Array($0[done..<(done + frames)]) }
      for (channel, samples) in run(inputs: parts, outputs: count, frames: frames).enumerated() {
        joined[channel] += samples
      }
      done += frames
    }
    return joined
  }
}

/// Random samples in the nominal range, the same for the same seed.
func noise(_ frames: Int, seed: UInt64 = 1) -> [Float] {
  var state = seed &* 0x9e37_79b9_7f4a_7c15 | 1
  return (0..<frames).map { _ in
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return Float(Int32(truncatingIfNeeded: state >> 20)) / Float(Int32.max)
  }
}
