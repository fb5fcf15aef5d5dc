import CRealtime

@testable import Signal

extension BlockRunner {
  /// Runs one block whose outputs are the memory of the inputs of the same places.
  func runInPlace(inputs: [[Float]], outputs count: Int, frames: Int) -> [[Float]] {
    let buffers = (0..<max(inputs.count, count)).map { index in
      let buffer = UnsafeMutablePointer<Float>.allocate(capacity: max(1, frames))
      buffer.initialize(repeating: Self.sentinel, count: max(1, frames))
      if index < inputs.count { buffer.update(from: inputs[index], count: frames) }
      return buffer
    }
    defer { buffers.forEach { $0.deallocate() } }
    let sources: [UnsafePointer<Float>?] = buffers.prefix(inputs.count).map { UnsafePointer($0) }
    let destinations: [UnsafeMutablePointer<Float>?] = Array(buffers.prefix(count))
    sources.withUnsafeBufferPointer { inputs in
      destinations.withUnsafeBufferPointer { outputs in
        var block = rt_block(
          inputs: inputs.baseAddress, outputs: outputs.baseAddress,
          input_count: UInt32(inputs.count), output_count: UInt32(count), frames: UInt32(frames),
          frame_time: 0, events: nil)
        withExtendedLifetime(owner) { process(context, &block) }
      }
    }
    return buffers.prefix(count).map { Array(UnsafeBufferPointer(start: $0, count: frames)) }
  }
}
