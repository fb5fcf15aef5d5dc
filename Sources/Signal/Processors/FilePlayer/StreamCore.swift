import Synchronization

/// What both sides of a stream touch: a ring of frames, counted from the start of the stream.
///
/// The control side writes frames in front of `position`, the cycle reads from there on. A frame
/// lies where its number says, so that the cycle may go past frames that never came: the writer
/// goes on at the cycle's place then.
@safe
struct StreamCore: ~Copyable {
  /// One channel after the other.
  let samples: UnsafeMutablePointer<Float>
  let channelCount: Int
  let mask: Int
  /// How long a fade is where frames are missing.
  let fadeFrames: Int

  /// The first frame that is not there yet; written by the control side.
  let written: Atomic<Int>
  /// The first frame there will never be, once it is known; written by the control side.
  let end = Atomic<Int>(.max)

  /// The next frame to play; written by the cycle.
  let position: Atomic<Int>
  /// How far the sound is faded in, in frames of a fade; the cycle's own.
  let level: Atomic<Int>
  /// Frames that were not played in full because they, or the next, were missing.
  let lostFrames = Atomic<Int>(0)
  /// What it went by where frames were missing.
  let shortages: ShortageLog
  /// Shortages that are met once more; the cycle's own once it plays.
  let script = unsafe Atomic<UnsafeMutablePointer<ShortageScript>?>(nil)

  var capacityFrames: Int { @_noLocks get { mask &+ 1 } }

  /// What there is for a block.
  ///
  /// Thread: cycle.
  @_noLocks
  borrowing func block(_ frames: Int) -> StreamBlock {
    // In this order: the end is told before the last frames are there.
    let written = written.load(ordering: .acquiring)
    let end = end.load(ordering: .acquiring)
    let position = position.load(ordering: .relaxed)
    var isComplete = written >= end
    var there = written
    if let script = unsafe script.load(ordering: .acquiring),
      let shortage = unsafe script.pointee.shortage(at: position)
    {
      there = shortage.written ?? written
      isComplete = shortage.isComplete
    }
    return StreamBlock(
      position: position, frames: frames, written: there, isComplete: isComplete,
      level: level.load(ordering: .relaxed), fadeFrames: fadeFrames)
  }

  /// Writes one channel of a block times a gain, faded where frames are missing.
  ///
  /// Thread: cycle.
  @_noLocks
  borrowing func play(
    _ channel: Int, of block: StreamBlock, ramp: LinearRamp, to output: UnsafeMutablePointer<Float>
  ) {
    let plane = unsafe samples + channel * capacityFrames
    let start = block.position & mask
    let straight = capacityFrames - start
    let first = block.available < straight ? block.available : straight
    unsafe Kernel.copy(plane + start, ramp: ramp, to: output, frames: first)
    unsafe Kernel.copy(
      plane, ramp: ramp.advanced(first), to: output + first, frames: block.available - first)
    unsafe Kernel.clear(output + block.available, frames: block.frames - block.available)
    if block.lostFrames > 0 { unsafe block.fade(output) }
  }

  /// Goes on behind a block, whether its frames were there or not.
  ///
  /// Thread: cycle.
  @_noLocks
  borrowing func finish(_ block: StreamBlock) {
    level.store(block.levelAfter, ordering: .relaxed)
    shortages.note(block)
    if block.lostFrames > 0 { lostFrames.wrappingAdd(block.lostFrames, ordering: .relaxed) }
    position.store(block.position + block.frames, ordering: .releasing)
  }
}
