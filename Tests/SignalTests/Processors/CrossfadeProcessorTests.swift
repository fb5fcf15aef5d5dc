import CRealtime
import Testing

@testable import Signal

@Suite("CrossfadeProcessor") struct CrossfadeProcessorTests {
  @Test(arguments: [0, 1] as [Float])
  func eitherEndIsABitCopy(curve: Float) {
    let inputs = (1...4).map { noise(100, seed: UInt64($0)) + [0, -0.0] }
    for position in [0, 1] {
      let processor = CrossfadeProcessor(channels: 2, rate: 48_000)
      #expect(processor.setParameter("position", to: Float(position)))
      #expect(processor.setParameter("curve", to: curve))
      let output = BlockRunner(processor).run(inputs: inputs, outputs: 2, frames: 102)
      #expect(bits(output) == bits(Array(inputs[(position * 2)...].prefix(2))))
    }
  }

  @Test(arguments: [0.1, 0.25, 0.5, 0.9] as [Float])
  func theCurvesAreTheirClosedForms(position: Float) {
    for curve in [0, 1] {
      let processor = CrossfadeProcessor(channels: 1, rate: 48_000)
      #expect(processor.setParameter("position", to: position))
      #expect(processor.setParameter("curve", to: Float(curve)))
      let output = BlockRunner(processor).run(inputs: [[1, 0], [0, 1]], outputs: 1, frames: 2)[0]
      let angle = Double(position) * .pi / 2
      let place = Double(position)
      let expected = curve == 0 ? [rt_cos(angle), rt_sin(angle)] : [1 - place, place]
      // The position is doubled and shifted as a float.
      #expect(abs(Double(output[0]) - expected[0]) < 0x1p-22)
      #expect(abs(Double(output[1]) - expected[1]) < 0x1p-22)
    }
  }

  @Test func movesWithoutAStep() {
    let processor = CrossfadeProcessor(channels: 1, rate: 48_000)
    let runner = BlockRunner(processor)
    let (ones, others) = ([Float](repeating: 1, count: 90), [Float](repeating: -1, count: 90))
    var output: [Float] = []
    for number in 0..<80 {
      #expect(processor.setParameter("position", to: Float(number % 4) / 3))
      #expect(processor.setParameter("curve", to: Float(number / 7 % 2)))
      output += runner.run(inputs: [ones, others], outputs: 1, frames: 90)[0]
    }
    #expect(largestStep(output) <= 2 / 960 + 0x1p-21)
  }
}
