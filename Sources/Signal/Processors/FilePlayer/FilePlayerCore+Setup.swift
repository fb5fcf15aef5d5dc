// Prepares file players for the cycle; never runs in it.
import Synchronization

extension FilePlayerCore {
  init(
    channels list: [UnsafePointer<Float>], frames: Int, loops: Bool,
    gain: consuming SmoothedValue
  ) {
    unsafe channelCount = list.count
    unsafe channels = .allocate(capacity: max(1, list.count))
    for index in 0..<channelCount {
      unsafe (channels + index).initialize(to: list[index])
    }
    frameCount = max(0, frames)
    self.loops = loops
    self.gain = gain
  }

  /// Gives back what the core owns; the cycle may not use it any more.
  func releaseStorage() { unsafe channels.deallocate() }
}
