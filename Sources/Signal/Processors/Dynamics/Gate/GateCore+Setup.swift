// Prepares gates for the cycle; never runs in it.

extension GateCore {
  init(parameters: [ProcessorParameter], layout: DynamicsLayout, rate: Int) {
    values = PostedValues(parameters)
    self.layout = layout
    self.rate = Double(rate)
    rampFrames = Smoothing.frames(rate: rate)
    unsafe levels = .allocate(capacity: LevelDetector.chunkFrames)
    unsafe levels.initialize(repeating: 0, count: LevelDetector.chunkFrames)
  }

  /// Gives back what the core owns; the cycle may not use it any more.
  func releaseStorage() { unsafe levels.deallocate() }
}
