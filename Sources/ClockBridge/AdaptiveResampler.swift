// Code and data used in the cycle.
import CSampleRate

/// A resampler that knows where in its input it stands, to a fraction of a frame.
///
/// libsamplerate does not tell: it is told by the same sums that the library itself goes by. The
/// ratio glides over a call, so that the pitch has no steps.
struct AdaptiveResampler {
  let converter: OpaquePointer
  let channelCount: Int
  /// Interleaved frames that wait to be fed.
  let input: UnsafeMutablePointer<Float>
  let inputCapacity: Int
  /// The interleaved frames made last.
  let output: UnsafeMutablePointer<Float>
  /// Frames the converter has to have beyond the place it makes a frame of.
  let lookAheadFrames: Int
  /// Output by input frames, when both clocks are right.
  let nominalRatio: Double
  private(set) var stagedFrames = 0
  /// The input frame at which, or after which, the next output frame lies, counted from the restart.
  private(set) var frame = 0
  /// How far after it, below 1.
  private(set) var fraction = 0.0
  private var fedFrames = 0
  /// Output by input frames, as the converter left it.
  private(set) var ratio = 1.0

  init(
    converter: OpaquePointer, channelCount: Int, input: UnsafeMutablePointer<Float>,
    inputCapacity: Int, output: UnsafeMutablePointer<Float>, lookAheadFrames: Int,
    nominalRatio: Double
  ) {
    self.converter = converter
    self.channelCount = channelCount
    self.input = input
    self.inputCapacity = inputCapacity
    self.output = output
    self.lookAheadFrames = lookAheadFrames
    self.nominalRatio = nominalRatio
  }

  /// Forgets all frames, and begins with the next one fed at `ratio`, output by input frames.
  ///
  /// Thread: cycle.
  @_noLocks
  mutating func restart(ratio: Double) {
    _ = samplerate_reset(converter)
    _ = samplerate_set_ratio(converter, ratio)
    self.ratio = ratio
    frame = 0
    fraction = 0
    fedFrames = 0
    stagedFrames = 0
  }

  /// Frames that have to be staged beyond those that are, to make `frames` while gliding to `next`.
  ///
  /// Thread: cycle.
  @_noLocks
  func missingFrames(for frames: Int, glidingTo next: Double) -> Int {
    let span = fraction + Double(frames) / min(ratio, next)
    let end = frame + Int(span) + 1 + lookAheadFrames
    return max(0, min(end - fedFrames - stagedFrames, inputCapacity - stagedFrames))
  }

  /// Where frames to be staged are written to.
  var place: UnsafeMutablePointer<Float> {
    @_noLocks get { input + stagedFrames * channelCount }
  }

  /// Takes note of frames written to `place`.
  ///
  /// Thread: cycle.
  @_noLocks
  mutating func stage(_ frames: Int) { stagedFrames += frames }

  /// Makes up to `frames` frames, gliding to the ratio `next`; returns how many.
  ///
  /// Thread: cycle.
  @_noLocks
  mutating func make(_ frames: Int, glidingTo next: Double) -> Int {
    var data = SRC_DATA()
    data.data_in = UnsafePointer(input)
    data.data_out = output
    data.input_frames = stagedFrames
    data.output_frames = frames
    data.src_ratio = next
    guard samplerate_process(converter, &data) == 0 else { return 0 }
    unstage(data.input_frames_used)
    advance(data.output_frames_gen, of: frames, glidingTo: next)
    return data.output_frames_gen
  }

  @_noLocks
  private mutating func unstage(_ frames: Int) {
    fedFrames += frames
    stagedFrames -= frames
    guard frames > 0, stagedFrames > 0 else { return }
    let byteCount = stagedFrames * channelCount * MemoryLayout<Float>.stride
    UnsafeMutableRawPointer(input).copyMemory(
      from: input + frames * channelCount, byteCount: byteCount)
  }

  /// Moves the place on as the library moves its own: sinc_vari_process in its `src_sinc.c`.
  @_noLocks
  private mutating func advance(_ made: Int, of frames: Int, glidingTo next: Double) {
    let first = ratio
    let isGliding = (first - next).magnitude > 1e-10
    for index in 0..<made {
      if isGliding { ratio = first + Double(index) * (next - first) / Double(frames) }
      fraction += 1 / ratio
      let whole = Int(fraction)
      frame += whole
      fraction -= Double(whole)
    }
  }
}
