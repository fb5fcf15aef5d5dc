// Prepares convolvers for the cycle; never runs in it.

extension ConvolverCore {
  init(
    values: PostedValues, mailbox: UnsafeMutablePointer<EngineMailbox>, channels: Int, rate: Int
  ) {
    self.channels = channels
    unsafe self.mailbox = unsafe mailbox
    self.values = values
    rampFrames = Smoothing.frames(rate: rate)
    fadeFrames = max(1, rate / 20)
    unsafe dry = .allocate(capacity: 64 * max(1, channels))
    unsafe dry.initialize(repeating: 0, count: 64 * max(1, channels))
  }

  /// Gives back what the core owns; the cycle may not use it any more.
  func releaseStorage() { unsafe dry.deallocate() }
}
