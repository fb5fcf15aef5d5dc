// Prepares limiters for the cycle; never runs in it.

extension LimiterCore {
  init(values: PostedValues, parameters: [ProcessorParameter], channels: Int, rate: Int) {
    self.values = values
    self.rate = Double(rate)
    self.channels = channels
    fadeFrames = Smoothing.frames(rate: rate)
    let longest = LimiterSettings.frames(
      milliseconds: parameters[1].maximum, rate: Double(rate))
    var power = 2
    while power < longest + 2 { power *= 2 }
    ringFrames = power
    unsafe rings = .allocate(capacity: power * (channels + 1))
    unsafe rings.initialize(repeating: 0, count: power * (channels + 1))
    unsafe levels = .allocate(capacity: LevelDetector.chunkFrames)
    unsafe levels.initialize(repeating: 0, count: LevelDetector.chunkFrames)
    unsafe lanes = .allocate(capacity: 2)
    for lane in 0..<2 { unsafe (lanes + lane).initialize(to: LimiterLane(capacity: power)) }
  }

  /// Gives back what the core owns; the cycle may not use it any more.
  func releaseStorage() {
    unsafe rings.deallocate()
    unsafe levels.deallocate()
    for lane in 0..<2 { unsafe lanes[lane].releaseStorage() }
    unsafe lanes.deallocate()
  }
}
