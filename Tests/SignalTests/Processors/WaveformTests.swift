import CRealtime
import Testing

@testable import Signal

@Suite("Waveforms") struct WaveformTests {
  private func tone(_ waveform: ToneWaveform, hertz: Float, frames: Int = 48_000) -> [Float] {
    let processor = ToneProcessor(waveform: waveform, rate: 48_000)
    #expect(processor.setParameter("frequency", to: hertz))
    #expect(processor.setParameter("level", to: 0))
    return BlockRunner(processor).run(outputs: 1, frames: frames)[0]
  }

  private func partial(_ samples: [Float], hertz: Double) -> Double {
    -2 * spectrum(samples, turns: hertz / 48_000).imaginary / Double(samples.count)
  }

  /// The amplitudes of the sines each wave is made of.
  private func series(_ waveform: ToneWaveform, _ number: Int) -> Double {
    let isOdd = !number.isMultiple(of: 2)
    let n = Double(number)
    return switch waveform {
    case .sine: number == 1 ? 1 : 0
    case .triangle: isOdd ? (number % 4 == 1 ? 8 : -8) / (.pi * .pi * n * n) : 0
    case .square: isOdd ? 4 / (.pi * n) : 0
    case .saw: (isOdd ? 2 : -2) / (.pi * n)
    }
  }

  @Test(arguments: ToneWaveform.allCases)
  func hasThePartialsOfItsFourierSeries(waveform: ToneWaveform) {
    let samples = tone(waveform, hertz: 100)
    for number in 1...8 {
      let exact = series(waveform, number)
      // Rounding over two frames takes off less than 1 % at 800 Hz, a sixtieth of the rate.
      #expect(abs(partial(samples, hertz: 100 * Double(number)) - exact) < 0.01 * abs(exact) + 1e-6)
    }
  }

  @Test(arguments: [ToneWaveform.triangle, .square, .saw])
  func beginsAtZeroRisesAndKeepsWithinItsLevel(waveform: ToneWaveform) {
    let samples = tone(waveform, hertz: 440)
    #expect(samples[0] == 0)
    #expect(samples[1] > 0)
    #expect(samples.allSatisfy { abs($0) <= 1 + 0x1p-20 })
    #expect(abs(samples.reduce(0) { $0 + Double($1) }) / 48_000 < 1e-3)
  }

  @Test(arguments: [ToneWaveform.triangle, .square, .saw])
  func aliasesLessThanASampledWave(waveform: ToneWaveform) {
    // The 14th and 15th partial of 3,700 Hz fold back to places where none belongs.
    let samples = tone(waveform, hertz: 3700)
    let naive: [Float] = (0..<48_000).map { frame in
      let phase = (Double(frame) * 3700 / 48_000).truncatingRemainder(dividingBy: 1)
      let value =
        switch waveform {
        case .square: phase < 0.5 ? 1.0 : -1
        case .saw: phase < 0.5 ? 2 * phase : 2 * phase - 2
        default: phase < 0.25 ? 4 * phase : phase < 0.75 ? 2 - 4 * phase : 4 * phase - 4
        }
      return Float(value)
    }
    func alias(_ samples: [Float]) -> Double {
      let (odd, even) = (
        spectrum(samples, turns: 7500 / 48_000), spectrum(samples, turns: 3800 / 48_000)
      )
      return rt_sqrt(
        odd.real * odd.real + odd.imaginary * odd.imaginary + even.real * even.real
          + even.imaginary * even.imaginary)
    }
    #expect(alias(samples) < alias(naive) / 4)
  }

  @Test(arguments: ToneWaveform.allCases)
  func staysWithinBoundsAtEveryFrequency(waveform: ToneWaveform) {
    for hertz in [0, 0.01, 1, 11_999, 12_000, 15_000, 20_000, 24_000] as [Float] {
      #expect(tone(waveform, hertz: hertz, frames: 2000).allSatisfy { abs($0) <= 1.5 })
    }
  }
}
