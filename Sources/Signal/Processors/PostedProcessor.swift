// Control side.
public import CRealtime

/// A processor whose parameters are posted to its core as one table of values.
///
/// A kind of processor says what it looks like, and how its core is made.
@safe
public class PostedProcessor: Processor, @unchecked Sendable {
  let values: PostedValues
  private let memory: any CoreMemory
  /// The names of its input ports, in the order of a block's inputs.
  public let inputs: [String]
  /// The names of its output ports, in the order of a block's outputs.
  public let outputs: [String]
  /// What can be set.
  public let parameters: [ProcessorParameter]
  /// Whether an output may be the same memory as the input of the same place.
  public let canRunInPlace: Bool
  /// Runs it for one block; for the cycle.
  public let process: rt_process

  /// Creates a processor of a shape with its parameters at their defaults.
  ///
  /// `process` is called with the core that `make` makes of the values.
  init<Core: ProcessorCore & ~Copyable>(
    _ shape: ProcessorShape, canRunInPlace: Bool = true, process: @escaping rt_process,
    make: @escaping (PostedValues) -> Core
  ) {
    inputs = shape.inputs
    outputs = shape.outputs
    parameters = shape.parameters
    self.canRunInPlace = canRunInPlace
    unsafe self.process = unsafe process
    let values = PostedValues(shape.parameters)
    self.values = values
    memory = CoreOwner { make(values) }
  }

  deinit { values.releaseStorage() }

  /// What `process` is called with.
  public var context: UnsafeMutableRawPointer { unsafe memory.address }

  /// How many frames its output comes after its input.
  public var latencyFrames: Int { 0 }

  /// Sets a parameter, on any thread.
  public func setParameter(_ symbol: String, to value: Float) -> Bool {
    guard let found = parameter(symbol, clamping: value) else { return false }
    values.post(found.value, at: found.index)
    return true
  }

  /// How the cycle sets its parameters.
  public var setter: rt_setter? {
    unsafe rt_setter(
      set: { context, place, value in
        guard let context = unsafe context else { return }
        unsafe PostedValues.post(value, at: Int(place), in: context)
      }, context: values.words)
  }

  /// The value in its range.
  public func posted(_ value: Float, at place: Int) -> Float {
    parameters[place].clamped(value) ?? parameters[place].default
  }

  /// Forgets all sound and begins anew, with the parameters as they are.
  public func restart() { memory.restart() }
}
