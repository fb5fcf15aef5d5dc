// Setup for the cycle; nothing here runs in it.
import CALSA
import Drivers
import Glibc

extension PCMStream {
  /// Prepares one direction for the cycle; `stopDescriptor` becomes readable to end its waits.
  init(_ configuration: PCMConfiguration, periodFrames: Int, stopDescriptor: Int32) {
    pcm = configuration.pcm.pointer
    access = configuration.access
    rate = configuration.rate
    self.periodFrames = periodFrames
    bufferFrames = configuration.bufferFrames
    converter = SampleConverter(configuration.sampleFormat)
    route = ChannelRoute(
      configuration.channels, of: configuration.deviceChannels, configuration.pcm.direction)
    buffers = .allocate(channelCount: configuration.channels.count, capacity: periodFrames)
    staging = StagedSamples(configuration, periodFrames: periodFrames)
    let count = max(0, Int(snd_pcm_poll_descriptors_count(pcm)))
    descriptors = .allocate(capacity: count + 1)
    descriptors.initialize(repeating: pollfd(), count: count + 1)
    descriptors[0] = pollfd(fd: stopDescriptor, events: Int16(POLLIN), revents: 0)
    let filled = snd_pcm_poll_descriptors(pcm, descriptors + 1, UInt32(count))
    descriptorCount = UInt32(max(0, filled) + 1)
    let tenPeriods = 10 * Int64(periodFrames) * 1_000_000_000 / Int64(rate)
    stallNanoseconds = max(1_000_000_000, tenPeriods)
  }

  /// Gives the memory back; the PCM is its owner's to close.
  func deallocate() {
    route.deallocate()
    buffers.deallocate()
    staging.deallocate()
    descriptors.deallocate()
  }
}
