/// The way a fade takes from one gain to another.
///
/// A fall is the mirror of a rise: played backwards it is the rise. None goes beyond its ends.
public enum FadeCurve: BitwiseCopyable, Sendable, Equatable, CaseIterable {
  /// Straight in gain.
  case linear
  /// Half a period of a cosine: level at both ends, so that neither end can be heard as one.
  case smooth
  /// A quarter of a sine: what rises and what falls meanwhile have the same power in sum.
  case equalPower
  /// Straight in decibels, down to 90 dB below the louder end, and from there at once.
  case exponential

  /// As two bits, for a post.
  var code: UInt64 {
    @_noLocks get {
      switch self {
      case .linear: 0
      case .smooth: 1
      case .equalPower: 2
      case .exponential: 3
      }
    }
  }

  /// From the two lowest bits of a post.
  @_noLocks
  init(code: UInt64) {
    self =
      switch code & 3 {
      case 1: .smooth
      case 2: .equalPower
      case 3: .exponential
      default: .linear
      }
  }
}
