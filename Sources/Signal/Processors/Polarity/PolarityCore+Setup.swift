// Prepares polarity switches for the cycle; never runs in it.

extension PolarityCore {
  init(parameters: [ProcessorParameter], rampFrames: Int) {
    values = PostedValues(parameters)
    self.rampFrames = rampFrames
    unsafe gains = .allocate(capacity: max(1, parameters.count))
    unsafe gains.initialize(repeating: Glide(), count: parameters.count)
  }

  /// Gives back what the core owns; the cycle may not use it any more.
  func releaseStorage() { unsafe gains.deallocate() }
}
