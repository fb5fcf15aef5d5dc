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
    let first = ramp.position + 1
    for frame in 0..<sloped {
      let gain = ramp.start + ramp.step * Float(first + frame)
      unsafe destination[frame] = source[frame] * gain
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
    let first = ramp.position + 1
    for frame in 0..<sloped {
      let gain = ramp.start + ramp.step * Float(first + frame)
      unsafe destination[frame] += source[frame] * gain
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
    if ramp.isAtRest, ramp.target == 1 { return }
    unsafe copy(samples, ramp: ramp, to: samples, frames: frames)
  }
}
