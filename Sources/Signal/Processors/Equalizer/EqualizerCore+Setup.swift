// Prepares equalizers for the cycle; never runs in it.

extension EqualizerCore {
  init(values: PostedValues, channels: Int, rate: Int) {
    self.values = values
    self.rate = Double(rate)
    self.channels = channels
    rampFrames = Smoothing.frames(rate: rate)
    bandCount = values.count / Self.valuesPerBand
    unsafe bands = .allocate(capacity: max(1, bandCount))
    unsafe settings = .allocate(capacity: max(1, bandCount))
    for band in 0..<bandCount {
      let setting = EqualizerSetting(values, first: band * Self.valuesPerBand)
      unsafe (settings + band).initialize(to: setting)
      unsafe (bands + band).initialize(to: EqualizerBand(setting.filter(rate: self.rate)))
    }
    unsafe states = .allocate(capacity: max(1, bandCount * channels))
    unsafe states.initialize(repeating: BandState(), count: bandCount * channels)
    unsafe chunk = .allocate(capacity: Self.chunkFrames)
    unsafe chunk.initialize(repeating: 0, count: Self.chunkFrames)
  }

  /// Gives back what the core owns; the cycle may not use it any more.
  func releaseStorage() {
    unsafe bands.deallocate()
    unsafe settings.deallocate()
    unsafe states.deallocate()
    unsafe chunk.deallocate()
  }
}
