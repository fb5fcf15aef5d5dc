// Code and data used in the cycle.

/// Brings the latency of a bridge to what it should be, so slowly that nobody hears it.
///
/// A proportional and an integral part, critically damped, on top of the ratio that the two clocks
/// have: what is left for it are the errors of these.
struct LatencyControl {
  /// Radians per second.
  private static var pace: Double { @_noLocks get { 0.1 } }
  /// A twelfth of a cent is 48 parts per million; this is less than a cent.
  static var limit: Double { @_noLocks get { 500e-6 } }

  private let pacePerFrame: Double
  private var integral = 0.0

  @_noLocks
  init(rate: Int) { pacePerFrame = Self.pace / Double(rate) }

  /// The share by which reading has to be faster; `errorFrames` of latency are too many.
  ///
  /// Thread: cycle.
  @_noLocks
  mutating func correction(errorFrames: Double, frames: Int) -> Double {
    let step = pacePerFrame * pacePerFrame * errorFrames * Double(frames)
    integral = Self.limited(integral + step)
    return Self.limited(2 * pacePerFrame * errorFrames + integral)
  }

  /// Forgets the errors of the past.
  ///
  /// Thread: cycle.
  @_noLocks
  mutating func restart() { integral = 0 }

  @_noLocks
  private static func limited(_ share: Double) -> Double { max(-limit, min(limit, share)) }
}
