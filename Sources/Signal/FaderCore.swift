import Synchronization

/// What the cycle touches of a fader.
///
/// Only the cycle touches `way` and `gains`: reached through the pointer, never as part of the whole.
@safe
struct FaderCore: ~Copyable {
  /// A word no post can be: its gain is not a number.
  static var nothing: UInt64 { @_noLocks get { .max } }

  /// The longest fade, in frames: an hour and a half at 48 kHz.
  static var longestFrames: Int { @_noLocks get { 1 << 28 - 1 } }
  /// Gains are computed so many frames at a time, for all channels.
  static var chunkFrames: Int { @_noLocks get { 64 } }

  /// The gain to reach, as bits, in the upper half; the curve in the 4 bits below; then the frames.
  let posted: Atomic<UInt64>
  let isMoving = Atomic<Bool>(false)
  /// The gain of the last frame, as bits.
  let gain: Atomic<UInt32>
  var way: FadeWay
  let gains: UnsafeMutablePointer<Float>

  /// `gains` has room for `chunkFrames`, and outlives this.
  @_noLocks
  init(gain: Float, gains: UnsafeMutablePointer<Float>) {
    posted = Atomic(Self.nothing)
    self.gain = Atomic(gain.bitPattern)
    way = FadeWay(at: gain)
    unsafe self.gains = unsafe gains
  }

  /// Asks for a fade.
  @_noLocks
  borrowing func post(_ gain: Float, frames: Int, curve: FadeCurve) {
    let gain = gain.isFinite && gain > 0 ? gain : 0
    let longest = Self.longestFrames
    let frames = frames < 0 ? 0 : frames < longest ? frames : longest
    let word = UInt64(gain.bitPattern) << 32 | curve.code << 28 | UInt64(frames)
    posted.store(word, ordering: .releasing)
  }

  /// Applies the next `frames` gains to all channels alike.
  @_noLocks
  static func apply(
    _ core: UnsafeMutablePointer<FaderCore>,
    to channels: UnsafePointer<UnsafeMutablePointer<Float>?>, count: Int, frames: Int
  ) {
    unsafe takePosted(core)
    let way = unsafe core.pointee.way
    let sloped = way.slopedFrames(of: frames)
    var first = 0
    while first < sloped {
      let end = first + chunkFrames < sloped ? first + chunkFrames : sloped
      unsafe way.putGains(first..<end, to: core.pointee.gains)
      for channel in 0..<count {
        guard let samples = unsafe channels[channel] else { continue }
        unsafe Kernel.scale(samples + first, by: core.pointee.gains, frames: end - first)
      }
      first = end
    }
    for channel in 0..<count {
      guard let samples = unsafe channels[channel] else { continue }
      unsafe Kernel.scale(samples + sloped, gain: way.target, frames: frames - sloped)
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
    // Advanced in place, it would count as a change of the whole, with what others post.
    var way = unsafe core.pointee.way
    way.advance(frames)
    unsafe core.pointee.way = way
    unsafe core.pointee.gain.store(way.gain.bitPattern, ordering: .relaxed)
    unsafe core.pointee.isMoving.store(!way.isAtRest, ordering: .releasing)
  }

  @_noLocks
  static func takePosted(_ core: UnsafeMutablePointer<FaderCore>) {
    let word = unsafe core.pointee.posted.load(ordering: .acquiring)
    guard word != nothing else { return }
    let target = Float(bitPattern: UInt32(truncatingIfNeeded: word >> 32))
    let curve = FadeCurve(code: word >> 28)
    let frames = Int(word) & longestFrames
    let gain = unsafe core.pointee.way.gain
    unsafe core.pointee.way = FadeWay(from: gain, to: target, frames: frames, curve: curve)
    // First moving, then taken: who asks in between must not find the fader at rest. A post that
    // comes in between stays for the next block.
    unsafe core.pointee.isMoving.store(true, ordering: .relaxed)
    _ = unsafe core.pointee.posted.compareExchange(
      expected: word, desired: nothing, ordering: .acquiringAndReleasing)
  }
}
