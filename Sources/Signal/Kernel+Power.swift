extension Kernel {
  /// The sum of all samples' squares.
  ///
  /// Thread: cycle.
  @_noLocks
  public static func sumOfSquares(_ source: UnsafePointer<Float>, frames: Int) -> Double {
    // Four sums side by side: in one, each addition would wait for the one before.
    var first = 0.0
    var second = 0.0
    var third = 0.0
    var fourth = 0.0
    let whole = frames & ~3
    var frame = 0
    while frame < whole {
      let a = unsafe Double(source[frame])
      let b = unsafe Double(source[frame &+ 1])
      let c = unsafe Double(source[frame &+ 2])
      let d = unsafe Double(source[frame &+ 3])
      first += a * a
      second += b * b
      third += c * c
      fourth += d * d
      frame &+= 4
    }
    while frame < frames {
      let a = unsafe Double(source[frame])
      first += a * a
      frame &+= 1
    }
    return (first + second) + (third + fourth)
  }
}
