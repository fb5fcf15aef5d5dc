/// The inputs of the last second or so, for a node whose output comes later than its input.
///
/// What is played in place of the plugin comes as late as the plugin would.
struct DryLine {
  /// Frames each input is kept for; a power of 2.
  private let capacity: Int
  private let samples: UnsafeMutablePointer<Float>
  private var end = 0

  /// For `channels` inputs.
  ///
  /// Thread: control.
  init(channels: Int) {
    capacity = 1 << 16
    samples = .allocate(capacity: channels * capacity)
    samples.initialize(repeating: 0, count: channels * capacity)
  }

  /// Frees the memory.
  ///
  /// Thread: control.
  func deallocate() { samples.deallocate() }

  /// Takes the input of a channel for this block.
  @_noLocks
  func take(_ input: UnsafePointer<Float>, _ channel: Int, frames: Int) {
    let line = samples + channel * capacity
    var taken = 0
    while taken < frames {
      let place = (end + taken) & (capacity - 1)
      let count = min(frames - taken, capacity - place)
      UnsafeMutableRawPointer(line + place).copyMemory(from: input + taken, byteCount: count * 4)
      taken += count
    }
  }

  /// The sample that came `latency` frames before this one of the block.
  @_noLocks
  func sample(_ channel: Int, _ frame: Int, latency: Int) -> Float {
    samples[channel * capacity + (end + frame - latency) & (capacity - 1)]
  }

  /// Ends the block.
  @_noLocks
  mutating func advance(frames: Int) { end += frames }
}
