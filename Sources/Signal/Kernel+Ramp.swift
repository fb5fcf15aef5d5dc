extension Kernel {
  /// Copies times a gain that moves.
  ///
  /// Thread: cycle.
  @_noLocks
  public static func copy(
    _ source: UnsafePointer<Float>, ramp: LinearRamp,
    to destination: UnsafeMutablePointer<Float>, frames: Int
  ) {
    let sloped = ramp.slopedFrames(of: frames)
    for frame in 0..<sloped {
      unsafe destination[frame] = source[frame] * ramp.slopedGain(frame)
    }
    unsafe copy(
      source + sloped, gain: ramp.target, to: destination + sloped, frames: frames - sloped)
  }

  /// Adds the source times a gain that moves.
  ///
  /// Thread: cycle.
  @_noLocks
  public static func add(
    _ source: UnsafePointer<Float>, ramp: LinearRamp,
    to destination: UnsafeMutablePointer<Float>, frames: Int
  ) {
    let sloped = ramp.slopedFrames(of: frames)
    for frame in 0..<sloped {
      unsafe destination[frame] += source[frame] * ramp.slopedGain(frame)
    }
    unsafe add(
      source + sloped, gain: ramp.target, to: destination + sloped, frames: frames - sloped)
  }

  /// Applies a gain that moves, in place.
  ///
  /// Thread: cycle.
  @_noLocks
  public static func scale(
    _ samples: UnsafeMutablePointer<Float>, ramp: LinearRamp, frames: Int
  ) {
    let sloped = ramp.slopedFrames(of: frames)
    for frame in 0..<sloped { unsafe samples[frame] *= ramp.slopedGain(frame) }
    unsafe scale(samples + sloped, gain: ramp.target, frames: frames - sloped)
  }

  /// Applies a gain for each sample, in place.
  ///
  /// Thread: cycle.
  @_noLocks
  public static func scale(
    _ samples: UnsafeMutablePointer<Float>, by gains: UnsafePointer<Float>, frames: Int
  ) {
    for frame in 0..<frames { unsafe samples[frame] *= gains[frame] }
  }
}
