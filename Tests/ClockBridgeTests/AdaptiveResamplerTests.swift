import Testing

@testable import ClockBridge

@Suite("Adaptive resampler") struct AdaptiveResamplerTests {
  /// Feeds frames whose value is their number, so that what comes out says where it lies.
  private struct Run {
    var resampler: AdaptiveResampler
    private var next = 0
    /// The largest difference between the place that is told and the one that is heard.
    private(set) var largestError = 0.0

    init?(ratio: Double) {
      guard
        let resampler = AdaptiveResampler.make(channelCount: 1, maximumFrames: 256, ratio: ratio)
      else { return nil }
      self.resampler = resampler
    }

    mutating func make(_ frames: Int, glidingTo ratio: Double, isChecked: Bool) -> Int {
      let missing = resampler.missingFrames(for: frames, glidingTo: ratio)
      for frame in 0..<missing { resampler.place[frame] = Float(next + frame) / 65_536 }
      next += missing
      resampler.stage(missing)
      let told = Double(resampler.frame) + resampler.fraction
      let made = resampler.make(frames, glidingTo: ratio)
      if isChecked, made > 0 {
        let heard = Double(resampler.output[0]) * 65_536
        largestError = max(largestError, (heard - told).magnitude)
      }
      return made
    }
  }

  @Test(arguments: [1.0, 48_000 / 44_100.0, 0.5, 4])
  func tellsWhereItStandsWhileTheRatioGlides(ratio: Double) throws {
    var run = try #require(Run(ratio: ratio))
    defer { run.resampler.destroy() }
    var generator = SplitMix(seed: 7)
    var current = ratio
    for period in 0..<100 {
      current += ratio * (generator.unit() - 0.5) * 0.001
      let frames = 1 + Int(generator.unit() * 255)
      let made = run.make(frames, glidingTo: current, isChecked: period > 20)
      #expect(made == frames)
    }
    // A sample is a float, and the library's ripple a 1,000,000th.
    #expect(run.largestError < 0.02)
  }

  @Test func makesWhatItCanOfTooFewFrames() throws {
    var resampler = try #require(
      AdaptiveResampler.make(channelCount: 2, maximumFrames: 64, ratio: 1))
    defer { resampler.destroy() }
    resampler.stage(resampler.missingFrames(for: 64, glidingTo: 1) - 10)
    let made = resampler.make(64, glidingTo: 1)
    #expect(made >= 54 - 4 && made < 64)
    resampler.stage(resampler.missingFrames(for: 64, glidingTo: 1))
    #expect(resampler.make(64, glidingTo: 1) == 64)
  }

  @Test func needsOnlyAFewFramesBeyondItsPlace() throws {
    let resampler = try #require(
      AdaptiveResampler.make(channelCount: 1, maximumFrames: 64, ratio: 1))
    defer { resampler.destroy() }
    #expect(resampler.lookAheadFrames > 16 && resampler.lookAheadFrames < 64)
  }

  @Test func isRefusedByTheLibraryBeyondItsLimits() {
    #expect(AdaptiveResampler.make(channelCount: 129, maximumFrames: 64, ratio: 1) == nil)
    #expect(AdaptiveResampler.make(channelCount: 1, maximumFrames: 64, ratio: 300) == nil)
  }
}
