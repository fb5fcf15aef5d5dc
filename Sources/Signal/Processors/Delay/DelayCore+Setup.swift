// Prepares delays for the cycle; never runs in it.

extension DelayCore {
  init(values: PostedValues, parameters: [ProcessorParameter], channels: Int, rate: Int) {
    self.values = values
    self.rate = Double(rate)
    self.channels = channels
    fadeFrames = Smoothing.frames(rate: rate)
    faded = fadeFrames
    longestFrames = Int((Double(parameters[0].maximum) * Double(rate) / 1000).rounded(.up))
    ringFrames = Self.powerOfTwo(atLeast: longestFrames + Self.chunkFrames)
    unsafe rings = .allocate(capacity: max(1, ringFrames * channels))
    unsafe rings.initialize(repeating: 0, count: ringFrames * channels)
  }

  /// Gives back what the core owns; the cycle may not use it any more.
  func releaseStorage() { unsafe rings.deallocate() }

  private static func powerOfTwo(atLeast count: Int) -> Int {
    var power = 1
    while power < count { power *= 2 }
    return power
  }
}
