extension Int {
  /// Whole frames from what a plugin wrote into a port; 0 for what is no length at all.
  package init(frames value: Float) {
    self = value >= 0 && value < Float(Int32.max) ? Int(value.rounded()) : 0
  }

  /// Whether it is 1, 2, 4 and so on.
  package var isPowerOfTwo: Bool { self > 0 && self & (self - 1) == 0 }
}
