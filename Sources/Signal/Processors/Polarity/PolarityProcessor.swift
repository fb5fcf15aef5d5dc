// Control side.
public import CRealtime

/// Turns channels upside down.
///
/// Parameters `invert_1`, `invert_2` and so on, `off` or `on`, one for each channel, at first on. A
/// change passes through silence within 20 ms. At rest each sample is exactly the input's negative,
/// or the input itself.
@safe
public final class PolarityProcessor: Processor, @unchecked Sendable {
  private let core: UnsafeMutablePointer<PolarityCore>
  private let values: PostedValues
  /// `in_1`, `in_2` and so on.
  public let inputs: [String]
  /// `out_1`, `out_2` and so on.
  public let outputs: [String]
  /// `invert_1`, `invert_2` and so on.
  public let parameters: [ProcessorParameter]
  /// Yes.
  public var canRunInPlace: Bool { true }

  /// The ports and parameters of a polarity switch.
  public static func shape(channels: Int) -> ProcessorShape {
    ProcessorShape(
      channels: channels,
      parameters: (0..<channels).map { channel in
        ProcessorParameter(
          symbol: "invert_\(channel + 1)", name: "Invert channel \(channel + 1)",
          choices: ["off", "on"], default: 1)
      })
  }

  /// Creates a switch that inverts every channel.
  public init(channels: Int, rate: Int) {
    let shape = Self.shape(channels: channels)
    inputs = shape.inputs
    outputs = shape.outputs
    parameters = shape.parameters
    values = PostedValues(parameters)
    unsafe core = .allocate(capacity: 1)
    unsafe core.initialize(
      to: PolarityCore(
        values: values, rampFrames: Smoothing.frames(rate: rate)))
  }

  deinit {
    unsafe core.pointee.releaseStorage()
    unsafe core.deinitialize(count: 1)
    unsafe core.deallocate()
    values.releaseStorage()
  }

  /// Runs it for one block; for the cycle.
  public var process: rt_process { { unsafe PolarityCore.run($0, $1) } }

  /// What `process` is called with.
  public var context: UnsafeMutableRawPointer { unsafe UnsafeMutableRawPointer(core) }

  /// Sets a parameter, on any thread.
  public func setParameter(_ symbol: String, to value: Float) -> Bool {
    guard let found = parameter(symbol, clamping: value) else { return false }
    values.post(found.value, at: found.index)
    return true
  }
}
