// Prepares streams for the cycle, and fills them; never runs in it.
import Synchronization

extension StreamCore {
  /// `capacityFrames` is a power of two.
  init(channels: Int, capacityFrames: Int, fadeFrames: Int, firstFrame: Int) {
    channelCount = channels
    mask = capacityFrames - 1
    self.fadeFrames = fadeFrames
    level = Atomic(fadeFrames)
    written = Atomic(firstFrame)
    position = Atomic(firstFrame)
    unsafe samples = .allocate(capacity: max(1, channels * capacityFrames))
    unsafe samples.initialize(repeating: 0, count: channels * capacityFrames)
  }

  /// Gives back what the core owns; the cycle may not use it any more.
  func releaseStorage() { unsafe samples.deallocate() }

  /// Stores frames behind those that are there; there must be room.
  borrowing func write(interleaved source: UnsafePointer<Float>, frames: Int) {
    let from = written.load(ordering: .relaxed)
    for channel in 0..<channelCount {
      let plane = unsafe samples + channel * capacityFrames
      for frame in 0..<frames {
        unsafe plane[(from &+ frame) & mask] = source[frame &* channelCount &+ channel]
      }
    }
    written.store(from + frames, ordering: .releasing)
  }
}
