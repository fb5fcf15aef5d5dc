public import CRealtime
public import Plugins

/// Plays blocks through an instance as the cycle would, with memory of its own for the ports.
public final class Rig {
  /// Creates a rig for blocks of at most `frames`; the outputs have memory of the inputs, as far as
  /// there are any, when it runs in place.
  public init(_ instance: any PluginInstance, frames: Int, isInPlace: Bool = false) {
    self.instance = instance
    process = instance.process
    context = instance.context
    inputs = instance.descriptor.inputs.map { _ in Self.silence(frames) }
    let shared = isInPlace ? inputs.prefix(instance.descriptor.outputs.count) : []
    own = instance.descriptor.outputs.dropFirst(shared.count).map { _ in Self.silence(frames) }
    outputs = shared + own
    sources = .allocate(capacity: inputs.count)
    _ = sources.initialize(from: inputs.map { $0.baseAddress.map { UnsafePointer($0) } })
    targets = .allocate(capacity: outputs.count)
    _ = targets.initialize(from: outputs.map(\.baseAddress))
  }

  deinit {
    (inputs + own).forEach { $0.deallocate() }
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
  ///
  /// It begins at `frameTime`, in a period that brought these events. Some plugins leave denormals
  /// flushed: what the thread does next is to be as it was before.
  public func run(
    frames: Int, at frameTime: Int = 0, events: UnsafePointer<rt_events>? = nil
  ) {
    var block = rt_block(
      inputs: UnsafePointer(sources.baseAddress), outputs: UnsafePointer(targets.baseAddress),
      input_count: UInt32(sources.count), output_count: UInt32(targets.count),
      frames: UInt32(frames), frame_time: UInt64(frameTime), events: events)
    let arithmetic = rt_arithmetic()
    process(context, &block)
    rt_denormals_restore(arithmetic)
  }

  /// Fills every input with a signal that no two samples of are equal.
  public func fillInputs() {
    for (place, input) in inputs.enumerated() {
      for frame in input.indices { input[frame] = Float(frame + 1 + place * 7) / 4096 - 0.5 }
    }
  }

  /// Those of the outputs that are no input too.
  private let own: [UnsafeMutableBufferPointer<Float>]
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
