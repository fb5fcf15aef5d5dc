// Prepares polarity switches for the cycle; never runs in it.

extension PolarityCore {
  init(values: PostedValues, rampFrames: Int) {
    self.values = values
    self.rampFrames = rampFrames
    unsafe gains = .allocate(capacity: max(1, values.count))
    unsafe gains.initialize(repeating: Glide(), count: values.count)
  }

  /// Gives back what the core owns; the cycle may not use it any more.
  func releaseStorage() { unsafe gains.deallocate() }
}
