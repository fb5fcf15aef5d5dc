// Control side.
public import CRealtime

/// Passes channels through times one gain.
///
/// Parameter `gain` in dB; a change is reached in 20 ms. At rest each sample is exactly the input
/// times the gain, and with 0 dB the input itself.
@safe
public final class GainProcessor: Processor, @unchecked Sendable {
  private let core: UnsafeMutablePointer<GainCore>
  /// `in_1`, `in_2` and so on.
  public let inputs: [String]
  /// `out_1`, `out_2` and so on.
  public let outputs: [String]
  /// `gain`.
  public let parameters: [ProcessorParameter]
  /// Yes.
  public var canRunInPlace: Bool { true }

  /// The ports and parameters of a gain.
  public static func shape(channels: Int) -> ProcessorShape {
    ProcessorShape(channels: channels, parameters: [.gain()])
  }

  /// Creates a gain of 0 dB.
  public init(channels: Int, rate: Int) {
    let shape = Self.shape(channels: channels)
    inputs = shape.inputs
    outputs = shape.outputs
    parameters = shape.parameters
    unsafe core = .allocate(capacity: 1)
    unsafe core.initialize(
      to: GainCore(gain: SmoothedValue(1, rampFrames: Smoothing.frames(rate: rate))))
  }

  deinit {
    unsafe core.deinitialize(count: 1)
    unsafe core.deallocate()
  }

  /// Runs it for one block; for the cycle.
  public var process: rt_process { { unsafe GainCore.run($0, $1) } }

  /// What `process` is called with.
  public var context: UnsafeMutableRawPointer { unsafe UnsafeMutableRawPointer(core) }

  /// Sets `gain` in dB, on any thread.
  public func setParameter(_ symbol: String, to value: Float) -> Bool {
    guard let found = parameter(symbol, clamping: value) else { return false }
    unsafe core.pointee.gain.post(Decibels.gain(found.value))
    return true
  }

  /// How the cycle sets its parameters.
  public var setter: rt_setter? {
    unsafe rt_setter(
      set: { context, place, value in
        guard let context = unsafe context else { return }
        unsafe context.assumingMemoryBound(to: GainCore.self).pointee.gain.post(value)
      }, context: context)
  }

  /// The gain for a level.
  public func posted(_ value: Float, at place: Int) -> Float { postedGain(value, at: place) }
}
