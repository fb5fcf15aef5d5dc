// Setup for the cycle; nothing here runs in it.
import CALSA

extension StagedSamples {
  /// Makes room for a period, as the PCM's access has the samples.
  init(_ configuration: PCMConfiguration, periodFrames: Int) {
    let size = configuration.sampleFormat.byteCount
    let isPlanar = configuration.access == .planar
    channelCount = configuration.deviceChannels
    frameByteCount = channelCount * size
    samples = .allocate(byteCount: periodFrames * frameByteCount, alignment: 16)
    samples.initializeMemory(as: UInt8.self, repeating: 0, count: periodFrames * frameByteCount)
    areas = .allocate(capacity: channelCount)
    for channel in 0..<channelCount {
      let first = 8 * channel * size
      areas[channel] = snd_pcm_channel_area_t(
        addr: samples, first: UInt32(isPlanar ? first * periodFrames : first),
        step: UInt32(8 * (isPlanar ? size : frameByteCount)))
    }
    silence = .allocate(capacity: periodFrames)
    silence.initialize(repeating: 0, count: periodFrames)
    pointers = .allocate(capacity: channelCount)
    pointers.initialize(repeating: nil, count: channelCount)
  }

  /// Gives the memory back.
  func deallocate() {
    samples.deallocate()
    areas.deallocate()
    silence.deallocate()
    pointers.deallocate()
  }
}
