import CRealtime
import Synchronization

/// What the cycle touches of a tone.
struct ToneCore: ~Copyable {
  let rate: Double
  /// A `ToneWaveform`.
  let waveform: Int
  /// Hertz, as the bits of a float.
  let frequency: Atomic<UInt32>
  let level: SmoothedValue
  /// In turns, from 0 up to 1.
  var phase: Double

  /// Sets the frequency in Hz (0) or the level as a gain (1).
  ///
  /// Thread: any.
  @_noLocks
  borrowing func set(_ place: Int, to value: Float) {
    if place == 0 {
      frequency.store(value.bitPattern, ordering: .relaxed)
    } else {
      level.post(value)
    }
  }

  @_noLocks
  static func run(_ context: UnsafeMutableRawPointer?, _ block: UnsafePointer<rt_block>?) {
    guard let context = unsafe context, let block = unsafe block else { return }
    unsafe process(context.assumingMemoryBound(to: ToneCore.self), block)
  }

  @_noLocks
  static func process(_ core: UnsafeMutablePointer<ToneCore>, _ block: UnsafePointer<rt_block>) {
    let frames = unsafe block.frames
    let ramp = unsafe core.pointee.level.next(frames)
    let frequency = unsafe Float(bitPattern: core.pointee.frequency.load(ordering: .relaxed))
    let step = unsafe Double(frequency) / core.pointee.rate
    let waveform = unsafe core.pointee.waveform
    guard let output = unsafe block.output(0) else { return }
    // Frame by frame, so that the phase does not depend on how the time is cut.
    var phase = unsafe core.pointee.phase
    for frame in 0..<frames {
      unsafe output[frame] = Float(Waveform.value(waveform, phase: phase, step: step))
      phase += step
      if phase >= 1 { phase -= 1 }
    }
    unsafe core.pointee.phase = phase
    unsafe Kernel.scale(output, ramp: ramp, frames: frames)
  }
}
