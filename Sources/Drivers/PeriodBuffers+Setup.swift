// Setup for the cycle; nothing here runs in it.
public import CRealtime

extension PeriodBuffers {
  /// Makes silent buffers, touched so that the cycle meets no page fault.
  ///
  /// Thread: control.
  public static func allocate(channelCount: Int, capacity: Int) -> PeriodBuffers {
    let samples = UnsafeMutablePointer<Float>.allocate(capacity: max(1, channelCount * capacity))
    samples.initialize(repeating: 0, count: max(1, channelCount * capacity))
    let channels = UnsafeMutablePointer<UnsafeMutablePointer<Float>?>.allocate(
      capacity: max(1, channelCount))
    channels.initialize(repeating: nil, count: max(1, channelCount))
    for channel in 0..<channelCount { channels[channel] = samples + channel * capacity }
    return PeriodBuffers(
      channelCount: channelCount, capacity: capacity, channels: channels, samples: samples)
  }

  /// Gives the memory back; no copy of this value may be used after.
  ///
  /// Thread: control.
  public func deallocate() {
    channels.deallocate()
    samples.deallocate()
  }
}

extension rt_period {
  /// Creates the first period over `capture` and `playback`.
  ///
  /// Thread: any.
  public init(capture: PeriodBuffers, playback: PeriodBuffers, frames: Int) {
    self.init()
    self.capture = capture.capture
    self.playback = playback.playback
    capture_count = UInt32(capture.channelCount)
    playback_count = UInt32(playback.channelCount)
    self.frames = UInt32(frames)
  }
}

extension UnsafeMutablePointer<rt_period> {
  /// Makes room for a driver's period; `deallocate` gives it back.
  ///
  /// Thread: control.
  public static func make(_ period: rt_period) -> UnsafeMutablePointer<rt_period> {
    let pointer = UnsafeMutablePointer<rt_period>.allocate(capacity: 1)
    pointer.initialize(to: period)
    return pointer
  }
}
