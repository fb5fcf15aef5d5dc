internal import CRealtime

extension PluginInstance {
  /// Makes the parameters and `latencyFrames` true before the first block the instance plays.
  ///
  /// A plugin may go by some parameters only as it is activated, so it begins anew. It works its
  /// latency out while it runs, and takes properties up, so one that has any of these runs for a
  /// block of silence, and begins anew once more. Thread: control, while no cycle can call `process`.
  public func settle(blockFrames: Int) {
    restart()
    guard descriptor.latencyPort != nil || !descriptor.properties.isEmpty, blockFrames > 0 else {
      return
    }
    runSilence(frames: blockFrames)
    restart()
  }

  private func runSilence(frames: Int) {
    let inputCount = descriptor.inputs.count
    let outputCount = descriptor.outputs.count
    let sampleCount = (inputCount + outputCount) * frames
    let samples = UnsafeMutablePointer<Float>.allocate(capacity: max(1, sampleCount))
    samples.initialize(repeating: 0, count: sampleCount)
    defer { samples.deallocate() }
    let inputs = (0..<inputCount).map { UnsafePointer?(samples + $0 * frames) }
    let outputs = (inputCount..<inputCount + outputCount).map {
      UnsafeMutablePointer?(samples + $0 * frames)
    }
    inputs.withUnsafeBufferPointer { inputs in
      outputs.withUnsafeBufferPointer { outputs in
        var block = rt_block(
          inputs: inputs.baseAddress, outputs: outputs.baseAddress,
          input_count: UInt32(inputCount), output_count: UInt32(outputCount),
          frames: UInt32(frames), frame_time: 0, events: nil)
        rt_call_guarded(process, context, &block)
      }
    }
  }
}
