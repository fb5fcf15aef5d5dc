// Control side.
public import CRealtime

/// Fades from one set of channels to another.
///
/// Parameters `position`, from 0, the first set, to 1, the second, and `curve`: `equal-power` for
/// sounds that have nothing to do with each other, `linear` for sounds that are alike. A change is
/// reached in 20 ms. At either end the output is a pure copy.
@safe
public final class CrossfadeProcessor: Processor, @unchecked Sendable {
  private let core: UnsafeMutablePointer<CrossfadeCore>
  private let values: PostedValues
  /// `a_1`, `a_2` and so on, then `b_1`, `b_2` and so on.
  public let inputs: [String]
  /// `out_1`, `out_2` and so on.
  public let outputs: [String]
  /// `position` and `curve`.
  public let parameters: [ProcessorParameter]
  /// Yes: the first set has the places of the outputs.
  public var canRunInPlace: Bool { true }

  /// The ports and parameters of a cross-fade between two sets of channels.
  public static func shape(channels: Int) -> ProcessorShape {
    ProcessorShape(
      inputs: portNames("a", count: channels) + portNames("b", count: channels),
      outputs: portNames("out", count: channels),
      parameters: [
        ProcessorParameter(
          symbol: "position", name: "Position", minimum: 0, maximum: 1, default: 0, unit: ""),
        ProcessorParameter(
          symbol: "curve", name: "Curve", choices: ["equal-power", "linear"]),
      ])
  }

  /// Creates a cross-fade that is at the first set.
  public init(channels: Int, rate: Int) {
    let shape = Self.shape(channels: channels)
    inputs = shape.inputs
    outputs = shape.outputs
    parameters = shape.parameters
    values = PostedValues(parameters)
    unsafe core = .allocate(capacity: 1)
    unsafe core.initialize(
      to: CrossfadeCore(
        values: values, channels: channels,
        rampFrames: Smoothing.frames(rate: rate)))
  }

  deinit {
    unsafe core.deinitialize(count: 1)
    unsafe core.deallocate()
    values.releaseStorage()
  }

  /// Runs it for one block; for the cycle.
  public var process: rt_process { { unsafe CrossfadeCore.run($0, $1) } }

  /// What `process` is called with.
  public var context: UnsafeMutableRawPointer { unsafe UnsafeMutableRawPointer(core) }

  /// Sets a parameter, on any thread.
  public func setParameter(_ symbol: String, to value: Float) -> Bool {
    guard let found = parameter(symbol, clamping: value) else { return false }
    values.post(found.value, at: found.index)
    return true
  }
}
