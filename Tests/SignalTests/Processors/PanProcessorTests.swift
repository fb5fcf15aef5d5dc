import CRealtime
import Testing

@testable import Signal

@Suite("PanProcessor") struct PanProcessorTests {
  private func gains(_ pan: Float, law: Float, channels: Int = 1) -> [Double] {
    let processor = PanProcessor(channels: channels, rate: 48_000)
    #expect(processor.setParameter("pan", to: pan))
    #expect(processor.setParameter("law", to: law))
    let inputs = [[Float]](repeating: [1, 1], count: channels)
    return BlockRunner(processor).run(inputs: inputs, outputs: 2, frames: 2).map { Double($0[1]) }
  }

  @Test(arguments: [-1, -0.9, -0.5, -0.1, 0, 0.25, 0.7, 1] as [Float])
  func theLawsAreTheirClosedForms(pan: Float) {
    let angle = (Double(pan) + 1) * .pi / 4
    let (left, right) = (rt_cos(angle), rt_sin(angle))
    let power = gains(pan, law: 0)
    // Half a bit of a float below 1.
    #expect(abs(power[0] - left) <= 0x1p-24 && abs(power[1] - right) <= 0x1p-24)
    #expect(abs(power[0] * power[0] + power[1] * power[1] - 1) <= 0x1p-22)
    let linear = gains(pan, law: 1)
    #expect(abs(linear[0] - (1 - Double(pan)) / 2) <= 0x1p-24)
    #expect(abs(linear[0] + linear[1] - 1) <= 0x1p-23)
    let between = gains(pan, law: 2)
    #expect(abs(between[1] - rt_sqrt(right * (1 + Double(pan)) / 2)) <= 0x1p-24)
  }

  @Test func theMiddleIsThreeSixOrFourAndAHalfDecibelsDown() {
    for (law, level) in [(0, -3.0103), (1, -6.0206), (2, -4.51545)] {
      for gain in gains(0, law: Float(law)) { #expect(abs(decibels(gain) - level) < 1e-4) }
    }
  }

  @Test(arguments: [0, 1, 2] as [Float])
  func balanceLeavesTheNearSideAlone(law: Float) {
    #expect(gains(0, law: law, channels: 2) == [1, 1])
    #expect(gains(-1, law: law, channels: 2) == [1, 0])
    #expect(gains(1, law: law, channels: 2) == [0, 1])
    let half = gains(0.5, law: law, channels: 2)
    let far = [rt_cos(.pi / 4), 0.5, rt_sqrt(rt_cos(.pi / 4) / 2)][Int(law)]
    #expect(half[1] == 1)
    #expect(abs(half[0] - far) <= 0x1p-24)
  }

  @Test func theEndsAreACopyAndSilence() {
    let processor = PanProcessor(channels: 1, rate: 48_000)
    #expect(processor.setParameter("pan", to: 1))
    let input = noise(200)
    let output = BlockRunner(processor).run(inputs: [input], outputs: 2, frames: 200)
    #expect(bits(output) == bits([[Float](repeating: 0, count: 200), input]))
  }

  @Test(arguments: [1, 2])
  func movesWithoutAStep(channels: Int) {
    let processor = PanProcessor(channels: channels, rate: 48_000)
    let runner = BlockRunner(processor)
    let ones = [[Float]](repeating: [Float](repeating: 1, count: 100), count: channels)
    var joined = [[Float]](repeating: [], count: 2)
    for number in 0..<60 {
      #expect(processor.setParameter("pan", to: Float(number % 3) - 1))
      #expect(processor.setParameter("law", to: Float(number / 5 % 3)))
      let output = runner.run(inputs: ones, outputs: 2, frames: 100)
      for side in 0..<2 { joined[side] += output[side] }
    }
    // From 0 to 1 within 960 frames at the most.
    for side in joined { #expect(largestStep(side) <= 1 / 960 + 0x1p-22) }
  }
}
