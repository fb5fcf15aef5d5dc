/// The loops over samples that everything else is made of.
///
/// Plain loops without calls, so that the compiler turns them into vector code. All are for the
/// cycle. Source and destination are either the same memory or apart.
public enum Kernel {
  /// Fills with silence.
  ///
  /// Thread: cycle.
  @_noLocks
  public static func clear(_ destination: UnsafeMutablePointer<Float>, frames: Int) {
    unsafe destination.update(repeating: 0, count: frames)
  }

  /// Copies bit for bit.
  ///
  /// Thread: cycle.
  @_noLocks
  public static func copy(
    _ source: UnsafePointer<Float>, to destination: UnsafeMutablePointer<Float>, frames: Int
  ) {
    let byteCount = frames * MemoryLayout<Float>.stride
    unsafe UnsafeMutableRawPointer(destination).copyMemory(from: source, byteCount: byteCount)
  }

  /// Copies times a gain: gain 1 is a pure copy, gain 0 silence whatever the source holds.
  ///
  /// Thread: cycle.
  @_noLocks
  public static func copy(
    _ source: UnsafePointer<Float>, gain: Float, to destination: UnsafeMutablePointer<Float>,
    frames: Int
  ) {
    if gain == 1 { return unsafe copy(source, to: destination, frames: frames) }
    if gain == 0 { return unsafe clear(destination, frames: frames) }
    for frame in 0..<frames { unsafe destination[frame] = source[frame] * gain }
  }

  /// Adds the source to the destination.
  ///
  /// Thread: cycle.
  @_noLocks
  public static func add(
    _ source: UnsafePointer<Float>, to destination: UnsafeMutablePointer<Float>, frames: Int
  ) {
    for frame in 0..<frames { unsafe destination[frame] += source[frame] }
  }

  /// Adds the source times a gain; gain 0 adds nothing whatever the source holds.
  ///
  /// Thread: cycle.
  @_noLocks
  public static func add(
    _ source: UnsafePointer<Float>, gain: Float, to destination: UnsafeMutablePointer<Float>,
    frames: Int
  ) {
    if gain == 1 { return unsafe add(source, to: destination, frames: frames) }
    if gain == 0 { return }
    for frame in 0..<frames { unsafe destination[frame] += source[frame] * gain }
  }

  /// Applies a gain in place: gain 1 changes nothing, gain 0 makes silence.
  ///
  /// Thread: cycle.
  @_noLocks
  public static func scale(_ samples: UnsafeMutablePointer<Float>, gain: Float, frames: Int) {
    if gain == 1 { return }
    if gain == 0 { return unsafe clear(samples, frames: frames) }
    for frame in 0..<frames { unsafe samples[frame] *= gain }
  }

  /// The largest magnitude; infinity when a sample is not a number.
  ///
  /// Thread: cycle.
  @_noLocks
  public static func peak(_ source: UnsafePointer<Float>, frames: Int) -> Float {
    // Without its sign, a float orders like the integer of the same bits, and what is not a number
    // comes above infinity: it cannot hide as it would from a comparison of floats.
    var highest: Int32 = 0
    for frame in 0..<frames {
      let bits = unsafe Int32(bitPattern: source[frame].bitPattern & 0x7fff_ffff)
      highest = bits > highest ? bits : highest
    }
    let peak = Float(bitPattern: UInt32(bitPattern: highest))
    return peak == peak ? peak : .infinity
  }

  /// Fills with a straight line to silence, from the sample that was heard last.
  ///
  /// Thread: cycle.
  @_noLocks
  public static func fall(
    from last: Float, _ destination: UnsafeMutablePointer<Float>, frames: Int
  ) {
    let step = last / Float(frames > 1 ? frames : 1)
    for frame in 0..<frames {
      unsafe destination[frame] = last - Float(frame + 1) * step
    }
    // Rounding must not leave a rest.
    if frames > 0 { unsafe destination[frames - 1] = 0 }
  }
}
