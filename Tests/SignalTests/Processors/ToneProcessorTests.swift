import CRealtime
import Testing

@testable import Signal

@Suite("ToneProcessor") struct ToneProcessorTests {
  @Test(arguments: [0, 1, 440, 997.5, 12_345, 24_000] as [Float])
  func isASineToTheLastBits(frequency: Float) {
    let tone = ToneProcessor(rate: 48_000)
    #expect(tone.setParameter("frequency", to: frequency))
    #expect(tone.setParameter("level", to: 0))
    let output = BlockRunner(tone).run(outputs: 1, cutInto: [1000, 1, 8999, 0, 38_000])[0]
    #expect(output.count == 48_000)
    for (frame, sample) in output.enumerated() {
      let turns = Double(frame) * Double(frequency) / 48_000
      let exact = rt_sin((turns - turns.rounded(.down)) * 2 * .pi)
      // One rounding to float is 2^-25 at most; 48,000 additions of a phase below 1 drift by less
      // than 48,000 * 2^-53 turns, which is below 2^-34 radians.
      #expect(abs(Double(sample) - exact) <= 0x1p-24)
    }
  }

  @Test func hasItsLevel() {
    let tone = ToneProcessor(rate: 48_000)
    #expect(tone.setParameter("frequency", to: 12_000))
    let output = BlockRunner(tone).run(outputs: 1, frames: 4)[0]
    #expect(abs(output[1] - 0.1) < 1e-7)
    #expect(abs(output[3] + 0.1) < 1e-7)
  }

  @Test func changesFrequencyWithoutAJump() {
    let tone = ToneProcessor(rate: 48_000)
    let runner = BlockRunner(tone)
    #expect(tone.setParameter("level", to: 0))
    #expect(tone.setParameter("frequency", to: 300))
    let before = runner.run(outputs: 1, frames: 477)[0]
    #expect(tone.setParameter("frequency", to: 500))
    let after = runner.run(outputs: 1, frames: 500)[0]
    let all = before + after
    // A sine moves by at most its step in radians from frame to frame.
    let steepest = Float(2 * Double.pi * 500 / 48_000)
    for (sample, next) in zip(all, all.dropFirst()) {
      #expect(abs(next - sample) <= steepest + 1e-6)
    }
    let turn = 477 * 300.0 / 48_000
    #expect(abs(Double(after[0]) - rt_sin(turn * 2 * .pi)) <= 1e-7)
  }

  @Test func keepsWithinHalfTheRate() {
    let tone = ToneProcessor(rate: 8000)
    #expect(tone.parameters.map(\.maximum) == [4000, 0])
    #expect(tone.setParameter("frequency", to: 1e9))
    #expect(tone.setParameter("frequency", to: -1))
    #expect(!tone.setParameter("frequency", to: .nan))
    #expect(!tone.setParameter("waveform", to: 1))
    #expect(BlockRunner(tone).run(outputs: 1, frames: 3) == [[0, 0, 0]])
  }
}
