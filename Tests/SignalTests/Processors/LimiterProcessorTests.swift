import CRealtime
import Testing

@testable import Signal

@Suite("LimiterProcessor") struct LimiterProcessorTests {
  private func limiter(
    _ values: KeyValuePairs<String, Float>, channels: Int = 1
  ) -> LimiterProcessor {
    let processor = LimiterProcessor(channels: channels, rate: 48_000)
    for (symbol, value) in values { #expect(processor.setParameter(symbol, to: value)) }
    return processor
  }

  /// Noise in bursts, some of them 40 dB over.
  private func bursts(_ frames: Int, seed: UInt64) -> [Float] {
    let gains = noise(frames / 50 + 1, seed: seed &+ 1000)
    return noise(frames, seed: seed).enumerated().map { frame, sample in
      sample * rt_powf(10, gains[frame / 50] * 2)
    }
  }

  @Test(arguments: [1, 2, 3, 4, 5, 6, 7, 8] as [UInt64])
  func noSampleIsEverAboveTheCeiling(seed: UInt64) {
    let processor = limiter([:], channels: 2)
    let runner = BlockRunner(processor)
    var values = noise(4000, seed: seed &+ 77).makeIterator()
    func share() -> Float { ((values.next() ?? 0) + 1) / 2 }
    #expect(processor.setParameter("ceiling", to: -6))
    for number in 0..<300 {
      if share() < 0.3 { #expect(processor.setParameter("lookahead", to: share() * 20)) }
      if share() < 0.3 { #expect(processor.setParameter("release", to: share() * 200)) }
      let inputs = (0..<2).map { bursts(211, seed: seed &* 1000 &+ UInt64(number * 2 + $0)) }
      let outputs = runner.run(inputs: inputs, outputs: 2, frames: 211)
      let ceiling = Decibels.gain(-6)
      #expect(outputs.allSatisfy { $0.allSatisfy { abs($0) <= ceiling } }, "seed \(seed)")
    }
  }

  @Test func aNewCeilingHoldsForWhatComesInOnceItIsReached() {
    let processor = limiter(["ceiling": 0, "lookahead": 5])
    let runner = BlockRunner(processor)
    _ = runner.run(inputs: [bursts(2000, seed: 9)], outputs: 1, frames: 2000)
    #expect(processor.setParameter("ceiling", to: -12))
    let output = runner.run(inputs: [bursts(4000, seed: 10)], outputs: 1, frames: 4000)[0]
    #expect(output.allSatisfy { abs($0) <= 1 })
    // 960 frames on its way and 240 of look-ahead.
    #expect(output[1200...].allSatisfy { abs($0) <= Decibels.gain(-12) })
    #expect((output[1200...].map(abs).max() ?? 0) > Decibels.gain(-13))
  }

  @Test(arguments: [0, 0.1, 5, 20] as [Float])
  func whatNeedsNoLimitingIsALateBitCopy(lookahead: Float) {
    let processor = limiter(["ceiling": -1, "lookahead": lookahead])
    let late = Int(lookahead * 48 + 0.5)
    #expect(processor.latencyFrames == late)
    let ceiling = Decibels.gain(-1)
    let input = noise(3000).map { $0 * ceiling } + [ceiling, -ceiling, 0, -0.0]
    let padded = input + [Float](repeating: 0, count: late)
    let output = BlockRunner(processor).run(inputs: [padded], outputs: 1, frames: padded.count)
    #expect(bits(output) == bits([[Float](repeating: 0, count: late) + input]))
  }

  @Test func goesDownInAStraightLineAndComesBackExponentially() {
    let processor = limiter(["ceiling": 0, "lookahead": 1, "release": 10])
    var input = [Float](repeating: 0.5, count: 20_000)
    input[1000] = 2
    let output = BlockRunner(processor).run(inputs: [input], outputs: 1, frames: 20_000)[0]
    // Down to a half over the 49 frames that end with the loud one, which is frame 1048.
    for step in 0...48 {
      let gain = 1 - 0.5 * Double(step + 1) / 49
      let sample = step == 48 ? 2 : 0.5
      #expect(abs(Double(output[1000 + step]) - sample * gain) < 1e-6)
    }
    // The lowest gain holds for the look-ahead and leaves it as the mean of an exponential.
    let share = 1 - rt_exp(-1 / 480.0)
    var envelope = [Double](repeating: 1, count: 1000)
    for frame in 1000..<20_000 {
      let lowest = frame <= 1048 ? 0.5 : 1
      let last = envelope[frame - 1]
      envelope.append(lowest < last ? lowest : last + (lowest - last) * share)
    }
    for frame in 1049..<20_000 {
      let mean = envelope[(frame - 48)...frame].reduce(0, +) / 49
      #expect(abs(Double(output[frame]) - 0.5 * mean) < 1e-6)
    }
    #expect(output[19_999] == 0.5)
  }

  @Test func isAPlainImplementationsOutput() {
    let processor = limiter(["ceiling": -3, "lookahead": 2, "release": 30], channels: 2)
    let inputs = [bursts(6000, seed: 21), bursts(6000, seed: 22)]
    let outputs = BlockRunner(processor).run(inputs: inputs, outputs: 2, frames: 6000)
    let ceiling = Double(Decibels.gain(-3))
    let needed = (0..<6000).map { frame in
      min(1, ceiling / Double(max(abs(inputs[0][frame]), abs(inputs[1][frame]), 1e-30)))
    }
    var envelope: [Double] = []
    for frame in 0..<6000 {
      let lowest = needed[max(0, frame - 96)...frame].min() ?? 1
      let last = envelope.last ?? 1
      envelope.append(
        lowest < last ? lowest : last + (lowest - last) * (1 - rt_exp(-1 / 1440.0)))
    }
    for frame in 96..<6000 {
      let gain = envelope[(frame - 96)...frame].reduce(0, +) / 97
      for channel in 0..<2 {
        let exact = Double(inputs[channel][frame - 96]) * gain
        #expect(abs(Double(outputs[channel][frame]) - exact) < 1e-6)
      }
    }
  }

  @Test func aNewLookaheadIsALatencyAtOnceAndASoundWithoutAStep() {
    let processor = limiter(["ceiling": 0, "lookahead": 1])
    let runner = BlockRunner(processor)
    let input = sine(12_000, hertz: 200)
    var output = runner.run(inputs: [Array(input[..<4000])], outputs: 1, frames: 4000)[0]
    #expect(processor.setParameter("lookahead", to: 3))
    #expect(processor.latencyFrames == 144)
    output += runner.run(inputs: [Array(input[4000..<8000])], outputs: 1, frames: 4000)[0]
    #expect(processor.setParameter("lookahead", to: 0))
    #expect(processor.latencyFrames == 0)
    output += runner.run(inputs: [Array(input[8000...])], outputs: 1, frames: 4000)[0]
    let own = Float(2 * Double.pi * 200 / 48_000)
    #expect(largestStep(output) <= own + 2 / 960 + 1e-6)
    #expect(bits([Array(output[5200..<8000])]) == bits([Array(input[5056..<7856])]))
    #expect(bits([Array(output[9000...])]) == bits([Array(input[9000...])]))
  }

  @Test func aNewLookaheadIsNotHeardBeforeItIsKnown() {
    let (one, other) = (limiter(["lookahead": 20]), limiter(["lookahead": 20]))
    var input = [Float](repeating: 0.5, count: 3000)
    input[980] = 8
    for processor in [one, other] {
      let runner = BlockRunner(processor)
      _ = runner.run(inputs: [Array(input[..<1000])], outputs: 1, frames: 1000)
    }
    #expect(one.setParameter("lookahead", to: 10))
    let rest = Array(input[1000...])
    let changed = BlockRunner(one).run(inputs: [rest], outputs: 1, frames: 2000)[0]
    let unchanged = BlockRunner(other).run(inputs: [rest], outputs: 1, frames: 2000)[0]
    // 480 frames, and the fade begins with the next.
    #expect(bits([Array(changed[..<480])]) == bits([Array(unchanged[..<480])]))
    #expect(changed[480] != unchanged[480])
  }

  @Test func limitsWhileTheLookaheadChanges() {
    let processor = limiter(["ceiling": -6, "lookahead": 20])
    let runner = BlockRunner(processor)
    for number in 0..<400 {
      #expect(processor.setParameter("lookahead", to: number.isMultiple(of: 3) ? 20 : 0))
      let output = runner.run(
        inputs: [bursts(64, seed: UInt64(number + 1))], outputs: 1, frames: 64)[0]
      #expect(output.allSatisfy { abs($0) <= Decibels.gain(-6) })
    }
  }

  @Test func allChannelsHaveOneGain() {
    let processor = limiter(["ceiling": 0, "lookahead": 0, "release": 0], channels: 2)
    let output = BlockRunner(processor).run(
      inputs: [[4, 0.5, 1], [0.5, 0.5, -8]], outputs: 2, frames: 3)
    #expect(output == [[1, 0.5, 0.125], [0.125, 0.5, -1]])
  }

  @Test func whatIsNotFiniteIsSilence() {
    let processor = limiter(["ceiling": -1, "lookahead": 0])
    let output = BlockRunner(processor).run(
      inputs: [[.nan, .infinity, -.infinity, 0.5]], outputs: 1, frames: 4)
    #expect(output == [[0, 0, 0, 0.5]])
  }
}
