/// What a stream has for one block, and how loud each frame of it is.
///
/// The sound fades in over `fadeFrames`, and fades out over the last `fadeFrames` that are there,
/// before it is known whether more come in time: silence never begins with a step.
struct StreamBlock: BitwiseCopyable {
  /// The stream's frame that the block begins with.
  let position: Int
  let frames: Int
  /// The first frame that is not there.
  let written: Int
  /// Frames of the block that are there.
  let available: Int
  /// Frames that are there from the block's start on; the largest number once the end is known.
  let left: Int
  /// How far the sound is faded in when the block begins.
  let level: Int
  let fadeFrames: Int

  @_noLocks
  init(
    position: Int, frames: Int, written: Int, isComplete: Bool, level: Int, fadeFrames: Int
  ) {
    let ahead = written > position ? written - position : 0
    self.position = position
    self.frames = frames
    self.written = written
    available = ahead < frames ? ahead : frames
    left = isComplete ? .max : ahead
    self.level = level
    self.fadeFrames = fadeFrames
  }

  /// How loud a frame is, in frames of a fade.
  @_noLocks
  private func level(_ frame: Int) -> Int {
    let rising = level + frame
    let falling = left - frame
    let lower = rising < falling ? rising : falling
    return lower < 0 ? 0 : lower < fadeFrames ? lower : fadeFrames
  }

  var levelAfter: Int { @_noLocks get { level(frames) } }

  /// Frames of the block that are not played in full.
  var lostFrames: Int {
    @_noLocks get {
      let firstFull = fadeFrames - level
      // Frames from the last on that must stay for the fade.
      let endOfFull = left >= frames + fadeFrames ? frames : left - fadeFrames + 1
      return frames - (endOfFull > firstFull ? endOfFull - firstFull : 0)
    }
  }

  /// Fades what the block has.
  @_noLocks
  func fade(_ samples: UnsafeMutablePointer<Float>) {
    let step = 1 / Float(fadeFrames)
    for frame in 0..<available {
      unsafe samples[frame] *= Float(level(frame)) * step
    }
  }
}
