/// The parameters of a compressor that move without a step.
struct CompressorGlides: BitwiseCopyable {
  private var threshold = Glide()
  private var slope = Glide()
  private var knee = Glide()
  private var makeup = Glide()

  @_noLocks
  init() {}

  /// Their ways through the next frames.
  @_noLocks
  mutating func next(
    _ frames: Int, to values: PostedValues, over rampFrames: Int
  ) -> CompressorWays {
    CompressorWays(
      threshold: threshold.next(frames, to: values.value(0), over: rampFrames),
      slope: slope.next(frames, to: 1 - 1 / values.value(1), over: rampFrames),
      knee: knee.next(frames, to: values.value(2), over: rampFrames),
      makeup: makeup.next(frames, to: values.value(5), over: rampFrames))
  }
}

/// The ways of a compressor's parameters through one block.
struct CompressorWays: BitwiseCopyable {
  let threshold: LinearRamp
  let slope: LinearRamp
  let knee: LinearRamp
  let makeup: LinearRamp

  @_noLocks
  init(threshold: LinearRamp, slope: LinearRamp, knee: LinearRamp, makeup: LinearRamp) {
    self.threshold = threshold
    self.slope = slope
    self.knee = knee
    self.makeup = makeup
  }

  /// The ways as they are some frames later.
  @_noLocks
  func advanced(_ frames: Int) -> CompressorWays {
    CompressorWays(
      threshold: threshold.advanced(frames), slope: slope.advanced(frames),
      knee: knee.advanced(frames), makeup: makeup.advanced(frames))
  }

  /// The curve of a coming frame, counted from 0.
  @_noLocks
  func curve(at frame: Int) -> CompressorCurve {
    CompressorCurve(
      threshold: Double(threshold.gain(at: frame)), slope: Double(slope.gain(at: frame)),
      knee: Double(knee.gain(at: frame)))
  }
}
