import CRealtime
import Testing

@testable import Signal

@Suite("EqualizerProcessor") struct EqualizerProcessorTests {
  struct Band: Sendable, CustomTestStringConvertible {
    var shape: EqualizerShape
    var hertz: Double
    var decibels: Double
    var q: Double
    var testDescription: String { "\(shape) \(hertz) Hz \(decibels) dB q \(q)" }
  }

  private static let bands = EqualizerShape.allCases.flatMap { shape in
    [
      Band(shape: shape, hertz: 1000, decibels: 6, q: 0.707),
      Band(shape: shape, hertz: 150, decibels: -12, q: 2),
      Band(shape: shape, hertz: 12_000, decibels: 20, q: 0.5),
      Band(shape: shape, hertz: 23_000, decibels: -30, q: 8),
    ]
  }

  private func set(_ processor: EqualizerProcessor, _ number: Int, _ band: Band) {
    #expect(processor.setParameter("shape_\(number)", to: Float(band.shape.rawValue)))
    #expect(processor.setParameter("frequency_\(number)", to: Float(band.hertz)))
    #expect(processor.setParameter("gain_\(number)", to: Float(band.decibels)))
    #expect(processor.setParameter("q_\(number)", to: Float(band.q)))
  }

  private func reference(_ band: Band) -> CookbookFilter {
    // As a parameter holds it.
    CookbookFilter(
      band.shape, hertz: band.hertz, decibels: band.decibels, q: Double(Float(band.q)),
      rate: 48_000)
  }

  @Test(arguments: bands)
  func hasTheCookbooksTransferFunction(band: Band) {
    let processor = EqualizerProcessor(bands: 1, channels: 1, rate: 48_000)
    set(processor, 1, band)
    let impulse = [1] + [Float](repeating: 0, count: 8191)
    let output = BlockRunner(processor).run(inputs: [impulse], outputs: 1, frames: 8192)[0]
    let filter = reference(band)
    for hertz in [0, 20, 100, 150, 500, 1000, 2500, 8000, 12_000, 20_000, 23_000, 24_000] {
      let measured = spectrum(output, turns: Double(hertz) / 48_000)
      let exact = filter.response(turns: Double(hertz) / 48_000)
      // Each sample is rounded to a float, 2^-25 of it; samples add up to less than 20 here.
      #expect(abs(measured.real - exact.real) < 2e-6, "\(hertz) Hz")
      #expect(abs(measured.imaginary - exact.imaginary) < 2e-6, "\(hertz) Hz")
    }
  }

  @Test func isTheSumOfItsBands() {
    let bands = [
      Band(shape: .highPass, hertz: 80, decibels: 0, q: 0.7),
      Band(shape: .lowShelf, hertz: 200, decibels: 4, q: 0.7),
      Band(shape: .peak, hertz: 900, decibels: -9, q: 3),
      Band(shape: .highShelf, hertz: 7000, decibels: 5, q: 0.7),
    ]
    let processor = EqualizerProcessor(bands: 4, channels: 2, rate: 48_000)
    for (index, band) in bands.enumerated() { set(processor, index + 1, band) }
    let inputs = [noise(20_000), noise(20_000, seed: 2)]
    let outputs = BlockRunner(processor).run(inputs: inputs, outputs: 2, frames: 20_000)
    for channel in 0..<2 {
      var filters = bands.map(reference)
      for (input, output) in zip(inputs[channel], outputs[channel]) {
        var sample = Double(input)
        for index in filters.indices { sample = filters[index].next(sample) }
        // One rounding to float at the end, of values below 4.
        #expect(abs(Double(output) - sample) < 2.5e-7)
      }
    }
  }

  @Test func aFlatOrOffBandChangesNoBit() {
    let processor = EqualizerProcessor(bands: 16, channels: 1, rate: 48_000)
    for band in 1...16 {
      #expect(processor.setParameter("shape_\(band)", to: Float(band % 3)))
      #expect(processor.setParameter("frequency_\(band)", to: Float(band) * 1000))
    }
    #expect(processor.setParameter("shape_16", to: 3))
    #expect(processor.setParameter("on_16", to: 0))
    let input = noise(1000) + [0, -0.0, .leastNonzeroMagnitude, -3e38]
    let output = BlockRunner(processor).run(inputs: [input], outputs: 1, frames: 1004)
    #expect(bits(output) == bits([input]))
  }

  @Test func comesBackToABitCopy() {
    let processor = EqualizerProcessor(bands: 1, channels: 1, rate: 48_000)
    let runner = BlockRunner(processor)
    set(processor, 1, Band(shape: .lowPass, hertz: 300, decibels: 0, q: 5))
    _ = runner.run(inputs: [noise(3000)], outputs: 1, frames: 3000)
    #expect(processor.setParameter("on_1", to: 0))
    let input = noise(2000, seed: 3)
    let output = runner.run(inputs: [input], outputs: 1, frames: 2000)[0]
    #expect(bits([Array(output[959...])]) == bits([Array(input[959...])]))
    #expect(output[..<900] != input[..<900])
  }

  @Test func changesWithoutAStep() {
    let processor = EqualizerProcessor(bands: 1, channels: 1, rate: 48_000)
    let runner = BlockRunner(processor)
    let input = sine(24_000, hertz: 50, amplitude: 0.1)
    let settings = [
      Band(shape: .peak, hertz: 50, decibels: 12, q: 1),
      Band(shape: .peak, hertz: 50, decibels: -12, q: 1),
      Band(shape: .lowShelf, hertz: 400, decibels: 12, q: 0.7),
      Band(shape: .highShelf, hertz: 5000, decibels: -12, q: 0.7),
      Band(shape: .highPass, hertz: 1000, decibels: 0, q: 0.7),
      Band(shape: .lowPass, hertz: 100, decibels: 0, q: 2),
    ]
    var output: [Float] = []
    for start in stride(from: 0, to: 24_000, by: 500) {
      let part = Array(input[start..<(start + 500)])
      output += runner.run(inputs: [part], outputs: 1, frames: 500)[0]
      set(processor, 1, settings[start / 500 % settings.count])
    }
    // The gain is 4 (12 dB) at the most: 4 times the sine's own step, and as much again as a fade
    // of 960 frames over twice that height and the filter's own ringing make.
    let own = Float(2 * Double.pi * 50 / 48_000 * 0.1 * 4)
    #expect(largestStep(output) < own + 0.8 / 960 * 2)
    #expect((output.map(abs).max() ?? 0) > 0.2)
  }

  @Test func staysStableWhileEverythingMoves() {
    let processor = EqualizerProcessor(bands: 2, channels: 1, rate: 48_000)
    let runner = BlockRunner(processor)
    for number in 0..<1000 {
      for again in 0..<4 { #expect(ProcessorCases.post(number * 4 + again, to: processor)) }
      for band in 1...2 {
        let share = abs(noise(1, seed: UInt64(number * 2 + band))[0])
        #expect(processor.setParameter("gain_\(band)", to: share * 24 - 12))
      }
      let output = runner.run(
        inputs: [noise(100, seed: UInt64(number + 1))], outputs: 1, frames: 100)[0]
      // A low or high pass of q 40 has 32 dB at its peak, two have 64: 1600 times.
      #expect(output.allSatisfy { abs($0) < 1600 })
    }
    for band in 1...2 { #expect(processor.setParameter("on_\(band)", to: 0)) }
    _ = runner.run(inputs: [noise(1000)], outputs: 1, frames: 1000)
    let last = runner.run(inputs: [noise(100)], outputs: 1, frames: 100)
    #expect(last == [noise(100)])
  }

  @Test func hasFromOneToSixteenBands() {
    #expect(EqualizerProcessor.shape(bands: 0, channels: 1).parameters.count == 5)
    #expect(EqualizerProcessor.shape(bands: 99, channels: 1).parameters.count == 80)
    let shape = EqualizerProcessor.shape(bands: 2, channels: 2)
    #expect(shape.inputs == ["in_1", "in_2"])
    #expect(
      shape.parameters.map(\.symbol) == [
        "on_1", "shape_1", "frequency_1", "gain_1", "q_1", "on_2", "shape_2", "frequency_2",
        "gain_2", "q_2",
      ])
  }
}
