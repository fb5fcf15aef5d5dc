// Control side.
public import CRealtime

/// Sums strips of channels, each with its gain, in the order of the strips.
///
/// Parameters `gain_1`, `gain_2` and so on in dB, one for each strip; a change is reached in 20 ms.
@safe
public final class MixerProcessor: Processor, @unchecked Sendable {
  private let core: UnsafeMutablePointer<MixerCore>
  /// `in_1_1`, `in_1_2` and so on: strip, then channel.
  public let inputs: [String]
  /// `out_1`, `out_2` and so on.
  public let outputs: [String]
  /// One gain for each strip.
  public let parameters: [ProcessorParameter]

  /// Yes: the first strip's channels have the places of the outputs, and are read first.
  public var canRunInPlace: Bool { true }

  /// The ports and parameters of a mixer; there is at least one strip.
  public static func shape(strips: Int, channels: Int) -> ProcessorShape {
    let strips = 1...max(1, strips)
    return ProcessorShape(
      inputs: strips.flatMap { portNames("in_\($0)", count: channels) },
      outputs: portNames("out", count: channels),
      parameters: strips.map { .gain(symbol: "gain_\($0)", name: "Gain of strip \($0)") })
  }

  /// Creates a mixer with all gains at 0 dB; there is at least one strip.
  public init(strips: Int, channels: Int, rate: Int) {
    let strips = max(1, strips)
    let shape = Self.shape(strips: strips, channels: channels)
    inputs = shape.inputs
    outputs = shape.outputs
    parameters = shape.parameters
    unsafe core = .allocate(capacity: 1)
    unsafe core.initialize(
      to: MixerCore(
        strips: strips, channels: channels, rampFrames: Smoothing.frames(rate: rate)))
  }

  deinit {
    unsafe core.pointee.releaseStorage()
    unsafe core.deinitialize(count: 1)
    unsafe core.deallocate()
  }

  /// Runs it for one block; for the cycle.
  public var process: rt_process { { unsafe MixerCore.run($0, $1) } }

  /// What `process` is called with.
  public var context: UnsafeMutableRawPointer { unsafe UnsafeMutableRawPointer(core) }

  /// Sets a strip's gain in dB, on any thread.
  public func setParameter(_ symbol: String, to value: Float) -> Bool {
    guard let found = parameter(symbol, clamping: value) else { return false }
    unsafe core.pointee.gains[found.index].post(Decibels.gain(found.value))
    return true
  }

  /// How the cycle sets its parameters.
  public var setter: rt_setter? {
    unsafe rt_setter(
      set: { context, place, value in
        guard let context = unsafe context else { return }
        unsafe context.assumingMemoryBound(to: MixerCore.self).pointee.gains[Int(place)].post(value)
      }, context: context)
  }

  /// The gain for a level.
  public func posted(_ value: Float, at place: Int) -> Float { postedGain(value, at: place) }
}
