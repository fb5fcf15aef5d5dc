// Prepares delay lines for the cycle; never runs in it.

extension DelayLineCore {
  init(samples: UnsafeMutablePointer<Float>, capacity: Int, delayFrames: Int) {
    unsafe self.samples = unsafe samples
    self.capacity = capacity
    self.delayFrames = delayFrames
  }
}
