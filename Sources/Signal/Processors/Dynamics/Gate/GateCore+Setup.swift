// Prepares gates for the cycle; never runs in it.

extension GateCore {
  init(values: PostedValues, layout: DynamicsLayout, rate: Int) {
    self.values = values
    self.layout = layout
    self.rate = Double(rate)
    rampFrames = Smoothing.frames(rate: rate)
    unsafe levels = .allocate(capacity: LevelDetector.chunkFrames)
    unsafe levels.initialize(repeating: 0, count: LevelDetector.chunkFrames)
  }

  /// Gives back what the core owns; the cycle may not use it any more.
  func releaseStorage() { unsafe levels.deallocate() }
}
