import CRealtime

/// The static curve of a compressor: how many decibels it takes off a level.
struct CompressorCurve: BitwiseCopyable {
  let threshold: Double
  /// What is taken off of each decibel above the threshold: 1 - 1 / ratio.
  let slope: Double
  let knee: Double

  @_noLocks
  init(threshold: Double, slope: Double, knee: Double) {
    self.threshold = threshold
    self.slope = slope
    self.knee = knee
  }

  /// The decibels for a level in decibels; a parabola over the width of the knee.
  @_noLocks
  func reduction(_ level: Double) -> Double {
    let over = level - threshold
    if over <= -knee / 2 { return 0 }
    if over >= knee / 2 { return slope * over }
    let into = over + knee / 2
    return slope * into * into / (2 * knee)
  }

  /// The same for an amplitude.
  @_noLocks
  func reduction(amplitude: Float) -> Double {
    // 20 / ln 10.
    amplitude > 0 ? reduction(rt_log(Double(amplitude)) * 8.685_889_638_065_036) : 0
  }
}
