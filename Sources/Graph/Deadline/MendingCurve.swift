import Signal

/// How something comes back: silent for some frames, then on a straight line to what it is.
struct MendingCurve: BitwiseCopyable {
  /// The shortest rise, however short the periods are.
  private static var shortestRise: Int { @_noLocks get { 64 } }

  private let settleFrames: Int
  private let riseFrames: Int

  @_noLocks
  init(settleFrames: Int, riseFrames: Int) {
    self.settleFrames = settleFrames
    self.riseFrames = riseFrames > Self.shortestRise ? riseFrames : Self.shortestRise
  }

  @_noLocks
  init(settleFrames: Int, of core: UnsafeMutablePointer<PlanCore>) {
    let maximum = unsafe core.pointee.head?.pointee.maximumFrames ?? 0
    self.init(settleFrames: settleFrames, riseFrames: maximum)
  }

  /// Whether everything from a frame on is as it is.
  @_noLocks
  func isOver(at frame: Int) -> Bool { frame >= settleFrames + riseFrames }

  /// Applies the stretch of the curve that begins at a frame.
  @_noLocks
  func apply(to samples: UnsafeMutablePointer<Float>, from frame: Int, frames: Int) {
    let silent = min(frames, max(0, settleFrames - frame))
    unsafe Kernel.clear(samples, frames: silent)
    let risen = max(0, frame - settleFrames)
    let ramp = LinearRamp(from: 0, to: 1, frames: riseFrames).advanced(risen)
    unsafe Kernel.scale(samples + silent, ramp: ramp, frames: frames - silent)
  }
}
