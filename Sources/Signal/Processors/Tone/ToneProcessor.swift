// Control side.
public import CRealtime
import Synchronization

/// A test tone: a sine, a triangle, a square or a saw.
///
/// Parameters `frequency` in Hz, up to half the rate, and `level` in dB. A new frequency counts
/// from the next block on and goes on from the present phase; a new level is reached in 20 ms.
@safe
public final class ToneProcessor: Processor, @unchecked Sendable {
  private let core: UnsafeMutablePointer<ToneCore>
  /// None.
  public let inputs: [String] = []
  /// `out_1`.
  public let outputs = ["out_1"]
  /// `frequency` and `level`.
  public let parameters: [ProcessorParameter]

  /// Creates a tone of 440 Hz at −20 dB.
  public init(waveform: ToneWaveform = .sine, rate: Int) {
    parameters = [
      ProcessorParameter(
        symbol: "frequency", name: "Frequency", minimum: 0, maximum: Float(rate) / 2, default: 440,
        unit: "Hz"),
      ProcessorParameter(
        symbol: "level", name: "Level", minimum: Decibels.silence, maximum: 0, default: -20,
        unit: "dB"),
    ]
    let level = SmoothedValue(Decibels.gain(-20), rampFrames: Smoothing.frames(rate: rate))
    unsafe core = .allocate(capacity: 1)
    unsafe core.initialize(
      to: ToneCore(
        rate: Double(rate), waveform: waveform.number, frequency: Atomic(Float(440).bitPattern),
        level: level, phase: 0))
  }

  deinit {
    unsafe core.deinitialize(count: 1)
    unsafe core.deallocate()
  }

  /// Runs it for one block; for the cycle.
  public var process: rt_process { { unsafe ToneCore.run($0, $1) } }

  /// What `process` is called with.
  public var context: UnsafeMutableRawPointer { unsafe UnsafeMutableRawPointer(core) }

  /// Sets `frequency` in Hz or `level` in dB, on any thread.
  public func setParameter(_ symbol: String, to value: Float) -> Bool {
    guard let found = parameter(symbol, clamping: value) else { return false }
    if symbol == "frequency" {
      unsafe core.pointee.frequency.store(found.value.bitPattern, ordering: .relaxed)
    } else {
      unsafe core.pointee.level.post(Decibels.gain(found.value))
    }
    return true
  }

  /// How the cycle sets its parameters.
  public var setter: rt_setter? {
    unsafe rt_setter(
      set: { context, place, value in
        guard let context = unsafe context else { return }
        unsafe context.assumingMemoryBound(to: ToneCore.self).pointee.set(Int(place), to: value)
      }, context: context)
  }

  /// The frequency, or the gain for a level.
  public func posted(_ value: Float, at place: Int) -> Float {
    place == 1
      ? postedGain(value, at: place) : parameters[place].clamped(value) ?? parameters[place].default
  }
}
