import Testing

@testable import Signal

@Suite("DelayProcessor") struct DelayProcessorTests {
  private func delay(
    _ values: [(String, Float)], maximum: Int = 1000, rate: Int = 48_000
  ) -> DelayProcessor {
    let processor = DelayProcessor(channels: 1, maximumMilliseconds: maximum, rate: rate)
    for (symbol, value) in values { #expect(processor.setParameter(symbol, to: value)) }
    return processor
  }

  private func later(_ input: [Float], by frames: Int) -> [Float] {
    Array(([Float](repeating: 0, count: frames) + input).prefix(input.count))
  }

  @Test(
    arguments: [
      (0, 0, 0), (0, 1, 1), (0, 255, 255), (0, 256, 256), (0, 257, 257), (1, 0, 48), (2.5, 3, 123),
      (0.01, 0, 0), (0.011, 0, 1), (1000, 0, 48_000), (1000, 100, 48_000), (10, 1e9, 48_000),
    ] as [(Float, Float, Int)])
  func isABitCopyOfWhatCameSoManyFramesAgo(milliseconds: Float, frames: Float, expected: Int) {
    let processor = delay([("milliseconds", milliseconds), ("frames", frames)])
    let input = noise(50_000)
    let output = BlockRunner(processor).run(inputs: [input], outputs: 1, frames: 50_000)
    #expect(bits(output) == bits([later(input, by: expected)]))
    #expect(processor.latencyFrames == 0)
  }

  @Test func reachesTenSeconds() {
    let processor = delay([("milliseconds", 20_000)], maximum: 20_000, rate: 8000)
    let input = noise(90_000)
    let output = BlockRunner(processor).run(inputs: [input], outputs: 1, frames: 90_000)
    #expect(bits(output) == bits([later(input, by: 80_000)]))
  }

  @Test func mixesWithWhatComesIn() {
    let input = noise(1000)
    let dry = BlockRunner(delay([("frames", 10), ("mix", 0)])).run(
      inputs: [input], outputs: 1, frames: 1000)
    #expect(bits(dry) == bits([input]))
    let mixed = BlockRunner(delay([("frames", 10), ("mix", 0.25)])).run(
      inputs: [input], outputs: 1, frames: 1000)[0]
    for ((sample, late), output) in zip(zip(input, later(input, by: 10)), mixed) {
      #expect(output == sample * 0.75 + late * 0.25)
    }
  }

  @Test func fadesToAnotherTimeWithoutAStep() {
    let processor = delay([("frames", 3000)])
    let runner = BlockRunner(processor)
    let input = sine(12_000, hertz: 200)
    var output = runner.run(inputs: [Array(input[..<6000])], outputs: 1, frames: 6000)[0]
    #expect(processor.setParameter("frames", to: 3120))
    output += runner.run(inputs: [Array(input[6000...])], outputs: 1, frames: 6000)[0]
    #expect(bits([Array(output[..<6000])]) == bits([later(Array(input[..<6000]), by: 3000)]))
    // Half a turn apart: the middle of the fade is silence.
    #expect(abs(output[6479]) < 0.01)
    let settled = later(input, by: 3120)
    #expect(bits([Array(output[6959...])]) == bits([Array(settled[6959...])]))
    // The sine's own step, and that of a fade between samples that are 2 apart at most.
    let own = Float(2 * Double.pi * 200 / 48_000)
    #expect(largestStep(output) <= own + 2 / 960 + 1e-6)
  }

  @Test func aTimeSetDuringAFadeComesAfterIt() {
    let processor = delay([("frames", 100)])
    let runner = BlockRunner(processor)
    let input = noise(4000)
    _ = runner.run(inputs: [Array(input[..<500])], outputs: 1, frames: 500)
    #expect(processor.setParameter("frames", to: 200))
    _ = runner.run(inputs: [Array(input[500..<600])], outputs: 1, frames: 100)
    #expect(processor.setParameter("frames", to: 300))
    let output = runner.run(inputs: [Array(input[600...])], outputs: 1, frames: 3400)[0]
    // The first fade ends with frame 1459 of all, where only the second time is heard.
    #expect(output[1459 - 600] == input[1259])
    #expect(bits([Array(output[(2419 - 600)...])]) == bits([Array(input[2119..<3700])]))
  }

  @Test func aNewMixIsReachedWithoutAStep() {
    let processor = delay([("frames", 120), ("mix", 0)])
    let runner = BlockRunner(processor)
    let input = sine(4000, hertz: 200)
    var output = runner.run(inputs: [Array(input[..<2000])], outputs: 1, frames: 2000)[0]
    #expect(processor.setParameter("mix", to: 1))
    output += runner.run(inputs: [Array(input[2000...])], outputs: 1, frames: 2000)[0]
    #expect(largestStep(output) <= Float(2 * Double.pi * 200 / 48_000) + 2 / 960 + 1e-6)
    #expect(bits([Array(output[2959...])]) == bits([Array(input[2839..<3880])]))
  }
}
