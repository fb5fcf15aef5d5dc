import Testing

@testable import Signal

@Suite("GainProcessor") struct GainProcessorTests {
  @Test func isAPureCopyAtZeroDecibels() {
    let processor = GainProcessor(channels: 2, rate: 48_000)
    let inputs = [noise(100), noise(100, seed: 2)]
    let outputs = BlockRunner(processor).run(inputs: inputs, outputs: 2, frames: 100)
    #expect(outputs == inputs)
  }

  @Test(arguments: [-6, -119.9, 0.1, 40] as [Float])
  func isExactlyInputTimesGain(decibels: Float) {
    let processor = GainProcessor(channels: 1, rate: 48_000)
    #expect(processor.setParameter("gain", to: decibels))
    let input = noise(1000)
    let output = BlockRunner(processor).run(
      inputs: [input], outputs: 1, cutInto: [1, 499, 0, 500])
    #expect(output == [input.map { $0 * Decibels.gain(decibels) }])
  }

  @Test(arguments: [-120, -200, -.infinity] as [Float])
  func isSilentFromMinus120Down(decibels: Float) {
    let processor = GainProcessor(channels: 1, rate: 48_000)
    #expect(processor.setParameter("gain", to: decibels))
    let output = BlockRunner(processor).run(inputs: [[.nan, 1, -1]], outputs: 1, frames: 3)
    #expect(output == [[0, 0, 0]])
  }

  @Test func reachesAChangeInTwentyMillisecondsWithoutAStep() {
    let processor = GainProcessor(channels: 1, rate: 48_000)
    let runner = BlockRunner(processor)
    let ones = [Float](repeating: 1, count: 480)
    #expect(runner.run(inputs: [ones], outputs: 1, frames: 480) == [ones])
    #expect(processor.setParameter("gain", to: -120))
    let fading = (0..<2).flatMap { _ in runner.run(inputs: [ones], outputs: 1, frames: 480)[0] }
    #expect(fading[958] > 0)
    #expect(fading[959] == 0)
    for (gain, next) in zip([1] + fading, fading) {
      #expect(gain - next >= 0)
      #expect(gain - next <= 1 / 960 + 0x1p-23)
    }
  }

  @Test func refusesUnknownParametersAndWhatIsNotANumber() {
    let processor = GainProcessor(channels: 1, rate: 48_000)
    #expect(!processor.setParameter("volume", to: 0))
    #expect(!processor.setParameter("gain", to: .nan))
    #expect(processor.setParameter("gain", to: 1000))
    let output = BlockRunner(processor).run(inputs: [[1]], outputs: 1, frames: 1)
    #expect(output == [[Decibels.gain(40)]])
  }

  @Test func namesItsPorts() {
    let processor = GainProcessor(channels: 2, rate: 48_000)
    #expect(processor.inputs == ["in_1", "in_2"])
    #expect(processor.outputs == ["out_1", "out_2"])
    #expect(processor.parameters.map(\.symbol) == ["gain"])
  }

  @Test func decibelsAreRightToTheLastFewBits() {
    #expect(Decibels.gain(0) == 1)
    #expect(Decibels.gain(20) == 10)
    #expect(Decibels.gain(-119.99) > 0)
    // 10^(-6/20) to double precision; a quotient and a power round, the exponent's error grows by
    // ln 10.
    #expect(abs(Double(Decibels.gain(-6)) - 0.501_187_233_627_272_3) < 0x1p-23)
  }
}
