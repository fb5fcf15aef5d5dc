import CRealtime

/// A gain on its way from one value to another along a curve, frame by frame.
///
/// Each gain is computed from its place on the way and not from the gain before, so that the way is
/// the same however it is cut into blocks. It ends at exactly the target.
struct FadeWay: BitwiseCopyable {
  /// Its place on the way; all there is to know of a straight one.
  private var ramp: LinearRamp
  private let curve: FadeCurve
  private let quiet: Double
  private let loud: Double
  /// The logarithm of the quiet end beside the loud one, no less than that of −90 dB.
  private let depth: Double
  private let perFrame: Double

  /// A gain at rest.
  @_noLocks
  init(at gain: Float) { self.init(from: gain, to: gain, frames: 0, curve: .linear) }

  /// A way that reaches `target` after `frames` frames; at once when there are none.
  ///
  /// Both gains are finite and not below 0.
  @_noLocks
  init(from start: Float, to target: Float, frames: Int, curve: FadeCurve) {
    ramp = LinearRamp(from: start, to: target, frames: frames)
    self.curve = curve
    quiet = Double(start < target ? start : target)
    loud = Double(start < target ? target : start)
    perFrame = ramp.length > 0 ? 1 / Double(ramp.length) : 0
    let ratio = loud > 0 ? quiet / loud : 1
    depth = ratio > Self.floor ? rt_log(ratio) : rt_log(Self.floor)
  }

  /// −90 dB.
  private static var floor: Double { @_noLocks get { 3.162_277_660_168_379_5e-5 } }

  /// Where it ends.
  var target: Float { @_noLocks get { ramp.target } }

  /// Whether it has arrived.
  var isAtRest: Bool { @_noLocks get { ramp.isAtRest } }

  /// The gain of the frame it came to last.
  var gain: Float {
    @_noLocks get {
      if ramp.isAtRest { return ramp.target }
      return ramp.position == 0 ? ramp.start : gain(at: -1)
    }
  }

  /// Goes on by some frames.
  @_noLocks
  mutating func advance(_ frames: Int) { ramp.advance(frames) }

  /// How many of the next `frames` frames come before the target.
  @_noLocks
  func slopedFrames(of frames: Int) -> Int { ramp.slopedFrames(of: frames) }

  /// Puts down the gains of coming frames, counted from 0, that come before the target.
  @_noLocks
  func putGains(_ frames: Range<Int>, to gains: UnsafeMutablePointer<Float>) {
    for frame in frames { unsafe gains[frame - frames.lowerBound] = gain(at: frame) }
  }

  /// The gain of a coming frame, counted from 0, that comes before the target.
  @_noLocks
  private func gain(at frame: Int) -> Float {
    let nearness = nearness(at: frame)
    let gain: Double
    switch curve {
    case .linear: return ramp.slopedGain(frame)
    case .smooth:
      let sine = Self.quarterSine(nearness)
      gain = quiet + (loud - quiet) * (sine * sine)
    case .equalPower: gain = quiet + (loud - quiet) * Self.quarterSine(nearness)
    case .exponential: gain = loud * Self.exponential(depth * (1 - nearness))
    }
    return Float(gain < quiet ? quiet : gain > loud ? loud : gain)
  }

  /// How near a coming frame is to the loud end: 0 at the quiet one, 1 there.
  @_noLocks
  private func nearness(at frame: Int) -> Double {
    let place = ramp.position + 1 + frame
    return Double(ramp.step > 0 ? place : ramp.length - place) * perFrame
  }
}
