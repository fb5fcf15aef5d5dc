// Prepares sample rings for the cycle; never runs in it.

extension SampleRing {
  /// Makes an empty ring with room for `capacityFrames`, rounded up to a power of two.
  ///
  /// All its memory is touched. Both counts must be positive.
  ///
  /// - Thread: control
  public static func create(capacityFrames: Int, channelCount: Int) -> SampleRing {
    precondition(capacityFrames > 0 && channelCount > 0, "a ring needs frames and channels")
    return SampleRing(
      capacityFrames: powerOfTwo(atLeast: capacityFrames), channelCount: channelCount)
  }

  /// Frees the ring; no copy of it may be used afterwards.
  ///
  /// - Thread: control
  public func destroy() {
    unsafe producer.deinitialize(count: 1)
    unsafe consumer.deinitialize(count: 1)
    unsafe storage.deallocate()
    unsafe memory.deallocate()
  }

  private init(capacityFrames: Int, channelCount: Int) {
    let line = 128
    unsafe memory = .allocate(byteCount: 2 * line, alignment: line)
    unsafe producer = memory.bindMemory(to: ProducerSide.self, capacity: 1)
    unsafe consumer = (memory + line).bindMemory(to: ConsumerSide.self, capacity: 1)
    unsafe producer.initialize(to: ProducerSide())
    unsafe consumer.initialize(to: ConsumerSide())
    unsafe storage = .allocate(capacity: capacityFrames * channelCount)
    unsafe storage.initialize(repeating: 0, count: capacityFrames * channelCount)
    mask = capacityFrames - 1
    channels = channelCount
  }

  private static func powerOfTwo(atLeast count: Int) -> Int {
    count == 1 ? 1 : 1 << (Int.bitWidth - (count - 1).leadingZeroBitCount)
  }
}
