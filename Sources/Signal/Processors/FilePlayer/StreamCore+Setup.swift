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
    let entries = UnsafeMutablePointer<StreamShortage>.allocate(capacity: ShortageLog.capacity)
    unsafe entries.initialize(
      repeating: StreamShortage(position: 0, written: nil, isComplete: false),
      count: ShortageLog.capacity)
    shortages = unsafe ShortageLog(entries: entries)
  }

  /// Gives back what the core owns; the cycle may not use it any more.
  func releaseStorage() {
    unsafe samples.deallocate()
    unsafe shortages.entries.deallocate()
    guard let script = unsafe script.load(ordering: .relaxed) else { return }
    unsafe script.pointee.shortages.deallocate()
    unsafe script.deallocate()
  }

  /// Meets these shortages, in the order of their positions, once more.
  func follow(_ list: [StreamShortage]) {
    let shortages = UnsafeMutableBufferPointer<StreamShortage>.allocate(capacity: list.count)
    _ = unsafe shortages.initialize(from: list)
    let made = UnsafeMutablePointer<ShortageScript>.allocate(capacity: 1)
    unsafe made.initialize(to: ShortageScript(shortages))
    unsafe script.store(made, ordering: .releasing)
  }

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
