import CRealtime
import Plugins

extension Catalogues {
  /// The latency a plugin reports at 48 kHz with its parameters at their defaults; nil when it
  /// reports none or cannot be hosted.
  ///
  /// A plugin knows it after its first block only, so that one of silence is run.
  func latencyFrames(of descriptor: PluginDescriptor) -> Int? {
    let reports = descriptor.ports.contains { port in
      port.kind == .control && port.direction == .output
        && port.symbol.lowercased().contains("latency")
    }
    guard reports, descriptor.missingFeatures.isEmpty,
      let instance = try? self[descriptor.format]?.makeInstance(
        descriptor.identifier, rate: 48_000, maximumFrames: Self.blockFrames)
    else { return nil }
    Self.runSilence(instance)
    return instance.latencyFrames
  }

  private static let blockFrames = 256

  private static func runSilence(_ instance: any PluginInstance) {
    let inputCount = instance.descriptor.inputs.count
    let outputCount = instance.descriptor.outputs.count
    let sampleCount = (inputCount + outputCount) * blockFrames
    let samples = UnsafeMutablePointer<Float>.allocate(capacity: max(1, sampleCount))
    samples.initialize(repeating: 0, count: sampleCount)
    defer { samples.deallocate() }
    let inputs = (0..<inputCount).map { UnsafePointer?(samples + $0 * blockFrames) }
    let outputs = (0..<outputCount).map {
      UnsafeMutablePointer?(samples + (inputCount + $0) * blockFrames)
    }
    inputs.withUnsafeBufferPointer { inputs in
      outputs.withUnsafeBufferPointer { outputs in
        var block = rt_block()
        block.inputs = inputs.baseAddress
        block.outputs = outputs.baseAddress
        block.input_count = UInt32(inputCount)
        block.output_count = UInt32(outputCount)
        block.frames = UInt32(blockFrames)
        rt_call_process(instance.process, instance.context, &block)
      }
    }
  }
}
