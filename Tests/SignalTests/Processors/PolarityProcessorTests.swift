import Testing

@testable import Signal

@Suite("PolarityProcessor") struct PolarityProcessorTests {
  @Test func isTheExactNegative() {
    let processor = PolarityProcessor(channels: 2, rate: 48_000)
    #expect(processor.setParameter("invert_2", to: 0))
    var input = noise(300)
    input += [0, -0.0, .infinity, .leastNonzeroMagnitude, .greatestFiniteMagnitude]
    let output = BlockRunner(processor).run(
      inputs: [input, input], outputs: 2, frames: input.count)
    #expect(bits(output) == bits([input.map { -$0 }, input]))
  }

  @Test func turnsOverWithoutAStep() {
    let processor = PolarityProcessor(channels: 1, rate: 48_000)
    let runner = BlockRunner(processor)
    let ones = [Float](repeating: 1, count: 480)
    var output = runner.run(inputs: [ones], outputs: 1, frames: 480)[0]
    #expect(processor.setParameter("invert_1", to: 0))
    for _ in 0..<3 { output += runner.run(inputs: [ones], outputs: 1, frames: 480)[0] }
    #expect(output[479] == -1)
    #expect(output[480 + 958] < 1)
    #expect(output[480 + 959] == 1)
    #expect(largestStep(output) <= 2 / 960 + 0x1p-22)
  }
}
