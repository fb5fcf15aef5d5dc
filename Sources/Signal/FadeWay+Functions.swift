// Taylor's series and not the C library's functions: there is one for every frame of a fade, and
// a take that is replayed elsewhere has to have the same gains.
extension FadeWay {
  /// The sine of `part` of a quarter of a turn, 0 to 1; right to 10⁻¹³.
  @_noLocks
  static func quarterSine(_ part: Double) -> Double {
    let angle = part * (.pi / 2)
    let square = -angle * angle
    var sum = 1 + square * (1 / 272.0)
    sum = 1 + square * (1 / 210.0) * sum
    sum = 1 + square * (1 / 156.0) * sum
    sum = 1 + square * (1 / 110.0) * sum
    sum = 1 + square * (1 / 72.0) * sum
    sum = 1 + square * (1 / 42.0) * sum
    sum = 1 + square * (1 / 20.0) * sum
    sum = 1 + square * (1 / 6.0) * sum
    return angle * sum
  }

  /// The exponential function from −11 to 0; right to 10⁻¹².
  @_noLocks
  static func exponential(_ exponent: Double) -> Double {
    // Of a 16th, squared four times.
    let part = exponent * (1 / 16.0)
    var sum = 1 + part * (1 / 12.0)
    sum = 1 + part * (1 / 11.0) * sum
    sum = 1 + part * (1 / 10.0) * sum
    sum = 1 + part * (1 / 9.0) * sum
    sum = 1 + part * (1 / 8.0) * sum
    sum = 1 + part * (1 / 7.0) * sum
    sum = 1 + part * (1 / 6.0) * sum
    sum = 1 + part * (1 / 5.0) * sum
    sum = 1 + part * (1 / 4.0) * sum
    sum = 1 + part * (1 / 3.0) * sum
    sum = 1 + part * (1 / 2.0) * sum
    sum = 1 + part * sum
    sum *= sum
    sum *= sum
    sum *= sum
    return sum * sum
  }
}
