// Prepares noises for the cycle; never runs in it.

extension NoiseCore {
  init(values: PostedValues, channels: Int, seed: UInt64, rampFrames: Int) {
    self.values = values
    self.channels = channels
    self.rampFrames = rampFrames
    unsafe sources = .allocate(capacity: max(1, channels))
    for channel in 0..<channels {
      unsafe (sources + channel).initialize(to: NoiseSource(seed: seed, channel: channel))
    }
  }

  /// Gives back what the core owns; the cycle may not use it any more.
  func releaseStorage() { unsafe sources.deallocate() }
}
