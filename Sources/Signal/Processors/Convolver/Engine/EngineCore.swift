import CRealtime

/// One impulse response at work: what the cycle touches of it.
///
/// It goes by a grid of frames, counted from its first: blocks are cut there, and all work but the
/// direct part is done when a block of the grid is complete. So the output is the same bit for bit,
/// however the frames are cut into periods.
@safe
struct EngineCore {
  let channels: Int
  let vectors: rt_vectors
  let levels: UnsafeMutablePointer<ConvolverLevel>
  let levelCount: Int
  let direct: DirectPart
  /// A ring of each input for the levels, one after the other.
  let rings: UnsafeMutablePointer<Float>
  let ringFrames: Int
  /// What came out, for each output.
  let wet: UnsafeMutablePointer<Float>
  /// Frames since the beginning.
  var position = 0
  /// The next of those that the cycle has given back.
  var nextRetired: UnsafeMutablePointer<EngineCore>?

  /// Room for a block of the grid, and what the direct part needs beyond.
  static var wetFrames: Int { @_noLocks get { 64 + 64 } }

  /// What came out of one channel.
  @_noLocks
  func wet(_ output: Int) -> UnsafeMutablePointer<Float> { unsafe wet + output * Self.wetFrames }

  /// Convolves up to 64 frames that end on the grid or before; they are in `wet` afterwards.
  ///
  /// `dry` holds the inputs, 64 frames from one to the next.
  @_noLocks
  mutating func run(_ dry: UnsafePointer<Float>, frames: Int) {
    for input in 0..<channels { unsafe take(dry + 64 * input, input: input, frames: frames) }
    unsafe direct.run(wet, vectors: vectors, from: position & 63, frames: frames)
    for output in 0..<channels {
      for level in 0..<levelCount {
        unsafe Kernel.add(
          levels[level].played(output, from: position), to: wet(output), frames: frames)
      }
    }
    position += frames
    if position & 63 == 0 { finishBlock() }
  }

  @_noLocks
  private func take(_ source: UnsafePointer<Float>, input: Int, frames: Int) {
    unsafe Kernel.copy(source, to: direct.newest(input) + (position & 63), frames: frames)
    let place = input * ringFrames + position & (ringFrames - 1)
    unsafe Kernel.copy(source, to: rings + place, frames: frames)
  }

  @_noLocks
  private func finishBlock() {
    for input in 0..<channels {
      let newest = unsafe direct.newest(input)
      unsafe Kernel.copy(newest, to: newest - 64, frames: 64)
    }
    for level in 0..<levelCount {
      unsafe levels[level].step(at: position, inputs: rings, ringFrames: ringFrames)
    }
  }
}
