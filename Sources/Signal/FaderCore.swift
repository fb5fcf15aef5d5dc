import Synchronization

/// What the cycle touches of a fader.
///
/// Only the cycle touches `ramp`: reached through the pointer, never as part of the whole.
struct FaderCore: ~Copyable {
  /// A word no post can be: its gain is not a number.
  static var nothing: UInt64 { @_noLocks get { .max } }

  /// The gain to reach, as bits, in the upper half; the frames to take in the lower.
  let posted: Atomic<UInt64>
  let isMoving = Atomic<Bool>(false)
  /// The gain of the last frame, as bits.
  let gain: Atomic<UInt32>
  var ramp: LinearRamp

  @_noLocks
  init(gain: Float) {
    posted = Atomic(Self.nothing)
    self.gain = Atomic(gain.bitPattern)
    ramp = LinearRamp(at: gain)
  }

  /// Applies the next `frames` gains to all channels alike.
  @_noLocks
  static func apply(
    _ core: UnsafeMutablePointer<FaderCore>,
    to channels: UnsafePointer<UnsafeMutablePointer<Float>?>, count: Int, frames: Int
  ) {
    unsafe takePosted(core)
    let ramp = unsafe core.pointee.ramp
    for channel in 0..<count {
      guard let samples = unsafe channels[channel] else { continue }
      unsafe Kernel.scale(samples, ramp: ramp, frames: frames)
    }
    unsafe advance(core, by: frames)
  }

  /// Lets `frames` frames pass that no channel plays.
  @_noLocks
  static func pass(_ core: UnsafeMutablePointer<FaderCore>, frames: Int) {
    unsafe takePosted(core)
    unsafe advance(core, by: frames)
  }

  @_noLocks
  private static func advance(_ core: UnsafeMutablePointer<FaderCore>, by frames: Int) {
    let later = unsafe core.pointee.ramp.advanced(frames)
    unsafe core.pointee.ramp = later
    unsafe core.pointee.gain.store(later.gain.bitPattern, ordering: .relaxed)
    unsafe core.pointee.isMoving.store(!later.isAtRest, ordering: .releasing)
  }

  @_noLocks
  static func takePosted(_ core: UnsafeMutablePointer<FaderCore>) {
    let word = unsafe core.pointee.posted.load(ordering: .acquiring)
    guard word != nothing else { return }
    let target = Float(bitPattern: UInt32(truncatingIfNeeded: word >> 32))
    let frames = Int(UInt32(truncatingIfNeeded: word))
    let gain = unsafe core.pointee.ramp.gain
    unsafe core.pointee.ramp = LinearRamp(from: gain, to: target, frames: frames)
    // First moving, then taken: who asks in between must not find the fader at rest. A post that
    // comes in between stays for the next block.
    unsafe core.pointee.isMoving.store(true, ordering: .relaxed)
    _ = unsafe core.pointee.posted.compareExchange(
      expected: word, desired: nothing, ordering: .acquiringAndReleasing)
  }
}
