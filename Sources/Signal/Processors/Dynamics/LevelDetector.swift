import CRealtime

/// The highest magnitude over some inputs, frame by frame.
enum LevelDetector {
  /// As many frames at most are looked at together.
  static var chunkFrames: Int { @_noLocks get { 64 } }

  /// Fills `levels` with the highest magnitudes of `count` inputs from `input` on.
  ///
  /// What is not finite counts as silence, so that no follower has to remember it.
  @_noLocks
  static func measure(
    _ block: UnsafePointer<rt_block>, inputs: Range<Int>, from first: Int, frames: Int,
    to levels: UnsafeMutablePointer<Float>
  ) {
    unsafe Kernel.clear(levels, frames: frames)
    for index in inputs {
      guard let input = unsafe block.input(index) else { continue }
      for frame in 0..<frames {
        let level = unsafe input[first + frame].magnitude
        let highest = unsafe levels[frame]
        unsafe levels[frame] = level > highest && level < .infinity ? level : highest
      }
    }
  }
}
