import CRealtime

/// The gains of two sides for a place between them.
struct PanLaw: BitwiseCopyable {
  let left: Float
  let right: Float

  /// The laws by their numbers: constant power, linear, and the mean of both in decibels.
  static let names = ["constant-power", "linear", "compromise"]

  @_noLocks
  init(left: Float, right: Float) {
    self.left = left
    self.right = right
  }

  /// One channel to a place from -1, left, to 1: in the middle each side has -3, -6 or -4.5 dB.
  @_noLocks
  init(placing pan: Float, law: Int) {
    let toRight = (Double(pan) + 1) / 2
    self.init(
      left: Self.gain(1 - toRight, law: law), right: Self.gain(toRight, law: law))
  }

  /// Two channels: the side that is turned to stays as it is, the other goes down to silence.
  @_noLocks
  init(balancing pan: Float, law: Int) {
    self.init(
      left: pan > 0 ? Self.gain(1 - Double(pan), law: law) : 1,
      right: pan < 0 ? Self.gain(1 + Double(pan), law: law) : 1)
  }

  /// The gain at a share of the way from silence to full level; exact at both ends.
  @_noLocks
  static func gain(_ share: Double, law: Int) -> Float {
    if share <= 0 { return 0 }
    if share >= 1 { return 1 }
    let power = rt_sin(share * .pi / 2)
    return switch law {
    case 0: Float(power)
    case 1: Float(share)
    default: Float(rt_sqrt(power * share))
    }
  }
}
