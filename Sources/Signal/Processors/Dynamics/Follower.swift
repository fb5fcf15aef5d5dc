import CRealtime

/// How fast a value follows another: a one-pole filter's share of the difference per frame.
enum Follower {
  /// The share that leaves 1/e of a difference after `milliseconds`; all of it for no time.
  @_noLocks
  static func share(milliseconds: Float, rate: Double) -> Double {
    let frames = Double(milliseconds) * rate / 1000
    return frames > 0 ? 1 - rt_exp(-1 / frames) : 1
  }
}
