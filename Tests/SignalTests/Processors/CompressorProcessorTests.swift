import CRealtime
import Testing

@testable import Signal

@Suite("CompressorProcessor") struct CompressorProcessorTests {
  private func compressor(
    _ values: KeyValuePairs<String, Float>, channels: Int = 1, isLinked: Bool = true,
    hasSidechain: Bool = false
  ) -> CompressorProcessor {
    let processor = CompressorProcessor(
      channels: channels, isLinked: isLinked, hasSidechain: hasSidechain, rate: 48_000)
    for (symbol, value) in values { #expect(processor.setParameter(symbol, to: value)) }
    return processor
  }

  /// The level that comes out for one that goes in, as the textbook has it.
  private func curve(_ level: Double, threshold: Double, ratio: Double, knee: Double) -> Double {
    let over = level - threshold
    if 2 * over < -knee { return level }
    if 2 * over > knee || knee == 0 { return threshold + over / ratio }
    return level + (1 / ratio - 1) * (over + knee / 2) * (over + knee / 2) / (2 * knee)
  }

  @Test(arguments: [1, 2, 4, 100] as [Float], [0, 6, 30] as [Float])
  func hasItsStaticCurve(ratio: Float, knee: Float) {
    for level in stride(from: -60.0, through: 6, by: 3) {
      let processor = compressor([
        "threshold": -24, "ratio": ratio, "knee": knee, "attack": 0, "release": 0,
      ])
      let input = Float(amplitude(level))
      let output = BlockRunner(processor).run(inputs: [[input, -input]], outputs: 1, frames: 2)[0]
      let expected = curve(level, threshold: -24, ratio: Double(ratio), knee: Double(knee))
      // Amplitudes and the slope are floats: some millionths of a decibel.
      #expect(abs(decibels(Double(output[0])) - expected) < 2e-5)
      #expect(output[1] == -output[0])
    }
  }

  @Test(arguments: [1, 10, 250] as [Float])
  func attackAndReleaseHaveTheirTimeConstants(milliseconds: Float) {
    let processor = compressor([
      "threshold": -20, "ratio": 2, "knee": 0, "attack": milliseconds, "release": milliseconds * 2,
    ])
    let runner = BlockRunner(processor)
    let constant = Int(milliseconds) * 48
    let loud = runner.run(
      inputs: [[Float](repeating: 1, count: constant)], outputs: 1, frames: constant)[0]
    // 20 dB over the threshold are 10 dB to take off; 63 % of them after the attack.
    for (frame, sample) in loud.enumerated() {
      let exact = 10 * (1 - rt_exp(-Double(frame + 1) / Double(constant)))
      #expect(abs(-decibels(Double(sample)) - exact) < 2e-5)
    }
    let quiet = runner.run(
      inputs: [[Float](repeating: 0.01, count: constant * 2)], outputs: 1, frames: constant * 2)[0]
    let begin = 10 * (1 - rt_exp(-1))
    for (frame, sample) in quiet.enumerated() {
      let exact = begin * rt_exp(-Double(frame + 1) / Double(constant * 2))
      #expect(abs(-40 - decibels(Double(sample)) - exact) < 2e-5)
    }
  }

  @Test func isAPlainImplementationsOutput() {
    let processor = compressor(
      [
        "threshold": -30, "ratio": 5, "knee": 10, "attack": 3, "release": 60, "makeup": 4,
      ], channels: 2)
    let inputs = ProcessorCases.inputs(of: processor, frames: 10_000)
    let outputs = BlockRunner(processor).run(inputs: inputs, outputs: 2, frames: 10_000)
    var reduction = 0.0
    for frame in 0..<10_000 {
      let level = decibels(Double(max(abs(inputs[0][frame]), abs(inputs[1][frame]), 1e-30)))
      let target = level - curve(level, threshold: -30, ratio: 5, knee: 10)
      let milliseconds = target > reduction ? 3.0 : 60.0
      reduction += (target - reduction) * (1 - rt_exp(-1 / (milliseconds * 48)))
      for channel in 0..<2 {
        let exact = Double(inputs[channel][frame]) * amplitude(4 - reduction)
        #expect(abs(Double(outputs[channel][frame]) - exact) < 1e-6)
      }
    }
  }

  @Test func isABitCopyBelowTheKnee() {
    let processor = compressor(["threshold": -10, "knee": 6])
    let runner = BlockRunner(processor)
    let quiet = noise(1000).map { $0 * 0.2 } + [0, -0.0]
    #expect(bits(runner.run(inputs: [quiet], outputs: 1, frames: 1002)) == bits([quiet]))
    _ = runner.run(inputs: [noise(1000)], outputs: 1, frames: 1000)
    // 100 ms of release, 20 times over: less than a millionth of a decibel is left.
    for _ in 0..<100 { _ = runner.run(inputs: [quiet], outputs: 1, frames: 1002) }
    #expect(bits(runner.run(inputs: [quiet], outputs: 1, frames: 1002)) == bits([quiet]))
  }

  @Test func linkedChannelsHaveOneGain() {
    let loud = [Float](repeating: 1, count: 500)
    let quiet = [Float](repeating: 0.01, count: 500)
    let linked = BlockRunner(compressor([:], channels: 2)).run(
      inputs: [loud, quiet], outputs: 2, frames: 500)
    #expect(linked[0][499] < 0.7)
    #expect(abs(linked[1][499] - linked[0][499] * 0.01) < 1e-9)
    let apart = BlockRunner(compressor([:], channels: 2, isLinked: false)).run(
      inputs: [loud, quiet], outputs: 2, frames: 500)
    #expect(apart[0] == linked[0])
    #expect(apart[1] == quiet)
  }

  @Test func listensToItsSidechain() {
    let processor = compressor(["attack": 0, "knee": 0], channels: 2, hasSidechain: true)
    #expect(processor.inputs == ["in_1", "in_2", "side_1", "side_2"])
    let (ones, zeros) = ([Float](repeating: 1, count: 10), [Float](repeating: 0, count: 10))
    let runner = BlockRunner(processor)
    #expect(
      runner.run(inputs: [ones, ones, zeros, zeros], outputs: 2, frames: 10) == [ones, ones])
    let ducked = runner.run(inputs: [ones, ones, zeros, ones], outputs: 2, frames: 10)
    // 15 of 20 dB.
    #expect(ducked.allSatisfy { abs(decibels(Double($0[9])) + 15) < 1e-5 })
  }

  @Test func changesWithoutAStep() {
    let processor = compressor(["attack": 0, "release": 0])
    let runner = BlockRunner(processor)
    let ones = [Float](repeating: 1, count: 300)
    var output: [Float] = []
    for number in 0..<60 {
      output += runner.run(inputs: [ones], outputs: 1, frames: 300)[0]
      let isEven = number.isMultiple(of: 2)
      #expect(processor.setParameter("threshold", to: isEven ? -40 : 0))
      #expect(processor.setParameter("ratio", to: isEven ? 20 : 2))
      #expect(processor.setParameter("knee", to: isEven ? 0 : 20))
      #expect(processor.setParameter("makeup", to: isEven ? 20 : 0))
    }
    // Within 960 frames the gain in decibels moves by less than 40 + 20 + 20, and by a knee of 20:
    // of a gain of 10 at the most that is 10 * ln 10 / 20 * 100 / 960.
    #expect(largestStep(output) < 10 * 0.1152 * 100 / 960)
  }
}
