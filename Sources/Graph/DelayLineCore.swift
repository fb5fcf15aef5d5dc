import CRealtime
import Signal

/// Sound on its way: what went in comes out `delayFrames` frames later.
///
/// Written and read by the step whose input it leads to, one period at a time, whichever plan or
/// core that belongs to.
@safe
struct DelayLineCore: ~Copyable {
  let samples: UnsafeMutablePointer<Float>
  /// At least the delay and the most frames of a block.
  let capacity: Int
  let delayFrames: Int
  /// Where the next frame goes.
  private(set) var position = 0

  /// Takes a block in; returns where the block of the delayed frames begins.
  @_noLocks
  mutating func write(_ source: UnsafePointer<Float>, frames: Int) -> Int {
    let first = min(frames, capacity - position)
    unsafe Kernel.copy(source, to: samples + position, frames: first)
    unsafe Kernel.copy(source + first, to: samples, frames: frames - first)
    let begin = position < delayFrames ? position + capacity - delayFrames : position - delayFrames
    position += frames
    if position >= capacity { position -= capacity }
    return begin
  }
}
