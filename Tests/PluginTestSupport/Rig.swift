internal import CRealtime
public import Plugins

/// Plays blocks through an instance as the cycle would, with memory of its own for the ports.
public final class Rig {
  /// Creates a rig for blocks of at most `frames`.
  public init(_ instance: any PluginInstance, frames: Int) {
    self.instance = instance
    process = instance.process
    context = instance.context
    inputs = instance.descriptor.inputs.map { _ in Self.silence(frames) }
    outputs = instance.descriptor.outputs.map { _ in Self.silence(frames) }
    sources = .allocate(capacity: inputs.count)
    _ = sources.initialize(from: inputs.map { $0.baseAddress.map { UnsafePointer($0) } })
    targets = .allocate(capacity: outputs.count)
    _ = targets.initialize(from: outputs.map(\.baseAddress))
  }

  deinit {
    (inputs + outputs).forEach { $0.deallocate() }
    sources.deallocate()
    targets.deallocate()
  }

  /// What it plays through.
  public let instance: any PluginInstance
  /// The samples of each input.
  public let inputs: [UnsafeMutableBufferPointer<Float>]
  /// The samples of each output.
  public let outputs: [UnsafeMutableBufferPointer<Float>]

  /// Runs one block of the first `frames` samples; allocates nothing itself.
  public func run(frames: Int) {
    var block = rt_block(
      inputs: UnsafePointer(sources.baseAddress), outputs: UnsafePointer(targets.baseAddress),
      input_count: UInt32(sources.count), output_count: UInt32(targets.count),
      frames: UInt32(frames), frame_time: 0, events: nil)
    process(context, &block)
  }

  /// Fills every input with a signal that no two samples of are equal.
  public func fillInputs() {
    for (place, input) in inputs.enumerated() {
      for frame in input.indices { input[frame] = Float(frame + 1 + place * 7) / 4096 - 0.5 }
    }
  }

  private let process: rt_process
  private let context: UnsafeMutableRawPointer
  private let sources: UnsafeMutableBufferPointer<UnsafePointer<Float>?>
  private let targets: UnsafeMutableBufferPointer<UnsafeMutablePointer<Float>?>

  private static func silence(_ frames: Int) -> UnsafeMutableBufferPointer<Float> {
    let memory = UnsafeMutableBufferPointer<Float>.allocate(capacity: frames)
    memory.initialize(repeating: 0)
    return memory
  }
}
