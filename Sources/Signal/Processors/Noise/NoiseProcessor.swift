// Control side.
public import CRealtime

/// White or pink noise, the same for the same seed.
///
/// Parameters `level` in dB and `color`, `white` or `pink`; a change is reached in 20 ms. White
/// noise is evenly distributed between the level and its negative; pink noise has the same power,
/// falls by 3 dB per octave, and rises above the level at times. Each channel has noise of its own.
/// The pink filter is Paul Kellet's, true to 0.05 dB above 1/4800 of the rate.
@safe
public final class NoiseProcessor: Processor, @unchecked Sendable {
  private let core: UnsafeMutablePointer<NoiseCore>
  private let values: PostedValues
  /// None.
  public let inputs: [String]
  /// `out_1`, `out_2` and so on.
  public let outputs: [String]
  /// `level` and `color`.
  public let parameters: [ProcessorParameter]

  /// The ports and parameters of a noise.
  public static func shape(channels: Int) -> ProcessorShape {
    ProcessorShape(
      inputs: [], outputs: portNames("out", count: channels),
      parameters: [
        ProcessorParameter(
          symbol: "level", name: "Level", minimum: Decibels.silence, maximum: 0, default: -20,
          unit: "dB"),
        ProcessorParameter(symbol: "color", name: "Color", choices: ["white", "pink"]),
      ])
  }

  /// Creates white noise at −20 dB.
  public init(channels: Int, seed: UInt64 = 0, rate: Int) {
    let shape = Self.shape(channels: channels)
    inputs = shape.inputs
    outputs = shape.outputs
    parameters = shape.parameters
    values = PostedValues(parameters)
    unsafe core = .allocate(capacity: 1)
    unsafe core.initialize(
      to: NoiseCore(
        values: values, channels: channels, seed: seed,
        rampFrames: Smoothing.frames(rate: rate)))
  }

  deinit {
    unsafe core.pointee.releaseStorage()
    unsafe core.deinitialize(count: 1)
    unsafe core.deallocate()
    values.releaseStorage()
  }

  /// Runs it for one block; for the cycle.
  public var process: rt_process { { unsafe NoiseCore.run($0, $1) } }

  /// What `process` is called with.
  public var context: UnsafeMutableRawPointer { unsafe UnsafeMutableRawPointer(core) }

  /// Sets a parameter, on any thread.
  public func setParameter(_ symbol: String, to value: Float) -> Bool {
    guard let found = parameter(symbol, clamping: value) else { return false }
    values.post(found.value, at: found.index)
    return true
  }
}
