import CRealtime
import Testing

@testable import Signal

@Suite("NoiseProcessor") struct NoiseProcessorTests {
  private func make(
    _ frames: Int, color: Float = 0, seed: UInt64 = 1, channels: Int = 1
  ) -> [[Float]] {
    let processor = NoiseProcessor(channels: channels, seed: seed, rate: 48_000)
    #expect(processor.setParameter("level", to: 0))
    #expect(processor.setParameter("color", to: color))
    return BlockRunner(processor).run(outputs: channels, frames: frames)
  }

  private func power(_ samples: [Float]) -> Double {
    samples.reduce(0) { $0 + Double($1) * Double($1) } / Double(samples.count)
  }

  @Test(arguments: [0, 1] as [Float])
  func theSameSeedGivesTheSameNoise(color: Float) {
    let first = make(1000, color: color, channels: 2)
    #expect(bits(make(1000, color: color, channels: 2)) == bits(first))
    #expect(make(1000, color: color, seed: 2)[0] != first[0])
    #expect(first[0] != first[1])
  }

  @Test func whiteIsEvenlyDistributed() {
    let samples = make(200_000, seed: 3)[0]
    #expect(samples.allSatisfy { abs($0) <= 1 })
    // Of n even numbers the mean strays by 0.58 / sqrt(n), the power by 0.3 / sqrt(n): 5 times that.
    #expect(abs(samples.reduce(0) { $0 + Double($1) } / 200_000) < 0.0065)
    #expect(abs(power(samples) - 1.0 / 3) < 0.0034)
    var counts = [Int](repeating: 0, count: 10)
    for sample in samples { counts[min(9, Int((sample + 1) * 5))] += 1 }
    // Each strays by sqrt(n * 0.1 * 0.9) = 134.
    #expect(counts.allSatisfy { abs($0 - 20_000) < 700 })
  }

  @Test func channelsAndNeighboursHaveNothingToDoWithEachOther() {
    let channels = make(100_000, seed: 4, channels: 2)
    let across = zip(channels[0], channels[1]).reduce(0) { $0 + Double($1.0 * $1.1) } / 100_000
    let along = zip(channels[0], channels[0].dropFirst()).reduce(0) { $0 + Double($1.0 * $1.1) }
    // Products stray by 1/3 / sqrt(n): 5 times that.
    #expect(abs(across) < 0.0053)
    #expect(abs(along / 100_000) < 0.0053)
  }

  @Test func pinkHasThePowerOfWhite() {
    let ratio = power(make(200_000, color: 1, seed: 5)[0]) / power(make(200_000, seed: 5)[0])
    #expect(abs(10 * rt_log(ratio) / rt_log(10)) < 1)
  }

  @Test func pinkFallsByThreeDecibelsPerOctave() {
    let samples = make(4096 * 40, color: 1, seed: 6)[0]
    func level(around bin: Int) -> Double {
      var sum = 0.0
      for segment in 0..<40 {
        let part = Array(samples[(segment * 4096)..<((segment + 1) * 4096)])
        for near in stride(from: bin - 3, through: bin + 3, by: 2) {
          let (real, imaginary) = spectrum(part, turns: Double(near) / 4096)
          sum += real * real + imaginary * imaginary
        }
      }
      return 10 * rt_log(sum / 160) / rt_log(10)
    }
    let reference = level(around: 64)
    for octaves in 1...4 {
      let fall = reference - level(around: 64 << octaves)
      // 160 periodograms stray by 8 %, which is 0.35 dB.
      #expect(abs(fall - 3.0103 * Double(octaves)) < 1.5)
    }
  }

  @Test func levelAndColorChangeWithoutAStep() {
    let processor = NoiseProcessor(channels: 1, seed: 8, rate: 48_000)
    let runner = BlockRunner(processor)
    #expect(processor.setParameter("level", to: -120))
    #expect(runner.run(outputs: 1, frames: 100)[0].allSatisfy { $0 == 0 })
    #expect(processor.setParameter("level", to: 0))
    let output = runner.run(outputs: 1, frames: 1000)[0]
    for (frame, sample) in output.enumerated() {
      #expect(abs(sample) <= min(1, Float(frame + 1) / 960) + 0x1p-22)
    }
  }
}
