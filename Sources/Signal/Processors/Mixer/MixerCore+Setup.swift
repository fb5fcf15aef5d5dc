// Prepares mixers for the cycle; never runs in it.

extension MixerCore {
  init(strips: Int, channels: Int, rampFrames: Int) {
    self.strips = strips
    self.channels = channels
    unsafe gains = .allocate(capacity: max(1, strips))
    for strip in 0..<strips {
      unsafe (gains + strip).initialize(to: SmoothedValue(1, rampFrames: rampFrames))
    }
  }

  /// Gives back what the core owns; the cycle may not use it any more.
  func releaseStorage() {
    unsafe gains.deinitialize(count: strips)
    unsafe gains.deallocate()
  }
}
