import CRealtime

/// The first 64 frames of the responses, applied tap by tap, so that no frame has to wait.
@safe
struct DirectPart: BitwiseCopyable {
  let paths: UnsafePointer<DirectPath>
  let pathCount: Int
  /// For each input, the last block of the grid, the one that comes in, and slack.
  let recent: UnsafeMutablePointer<Float>

  /// Made on the control side.
  @_noLocks
  init(paths: UnsafePointer<DirectPath>, pathCount: Int, recent: UnsafeMutablePointer<Float>) {
    unsafe self.paths = unsafe paths
    self.pathCount = pathCount
    unsafe self.recent = unsafe recent
  }

  /// Two blocks and slack, a multiple of a cache line.
  static var recentFrames: Int { @_noLocks get { 64 + 64 + 64 } }

  /// Where the block of an input that comes in begins.
  @_noLocks
  func newest(_ input: Int) -> UnsafeMutablePointer<Float> {
    unsafe recent + input * Self.recentFrames + 64
  }

  /// Convolves `frames` frames from a place in the block on; the first path of each output also
  /// takes away what was there before.
  @_noLocks
  func run(_ wet: UnsafeMutablePointer<Float>, vectors: rt_vectors, from place: Int, frames: Int) {
    for index in 0..<pathCount {
      let path = unsafe paths[index]
      unsafe rt_convolve_directly(
        vectors, wet + path.output * EngineCore.wetFrames, newest(path.input) + place, path.taps,
        UInt32(truncatingIfNeeded: frames), !path.isFirst)
    }
  }
}

/// The first taps of one response.
@safe
struct DirectPath: BitwiseCopyable {
  let input: Int
  let output: Int
  /// Whether no path to the same output comes before.
  let isFirst: Bool
  let taps: UnsafePointer<Float>

  /// Made on the control side.
  @_noLocks
  init(input: Int, output: Int, isFirst: Bool, taps: UnsafePointer<Float>) {
    self.input = input
    self.output = output
    self.isFirst = isFirst
    unsafe self.taps = unsafe taps
  }
}
