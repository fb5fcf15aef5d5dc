import ConvolutionFFTW
import ConvolutionKissFFT
import Testing

@testable import Signal

@Suite("Convolver processor") struct ConvolverProcessorTests {
  static let libraries: [any TransformLibrary] = [KissFFTTransforms(), FFTWTransforms()]
  /// Rounding of single precision over 20,000 products and transforms of up to 4096 values.
  static let tolerance = 2e-7

  @Test(arguments: [0, 1])
  func impulseGivesResponse(library: Int) throws {
    let response = noise(20_000, seed: 3)
    let runner = try ConvolverRunner(
      [response], channels: 1, library: Self.libraries[library])
    let impulse = [1] + [Float](repeating: 0, count: 24_999)
    let output = runner.run([impulse])[0]
    let reference = response.map { Double($0) } + [Double](repeating: 0, count: 5000)
    #expect(difference(output, reference, response: [1]) < 2e-6)
    #expect(runner.processor.latencyFrames == 0)
  }

  @Test(arguments: [0, 1])
  func randomLengthsAndBlocksMatchDirectConvolution(library: Int) throws {
    let seed = UInt64.random(in: 0...UInt64.max)
    var random = SeededGenerator(seed: seed)
    for length in [1, 2, 63, 64, 65, 128, 129] + (0..<6).map({ _ in Int.random(in: 1...20_000, using: &random) }) {
      let response = noise(length, seed: random.next())
      let frames = length + Int.random(in: 1...6000, using: &random)
      let signal = sparseNoise(frames, every: 37, seed: UInt64(length))
      let runner = try ConvolverRunner(
        [response], channels: 1, library: Self.libraries[library])
      let sizes = (0..<frames).map { _ in Int.random(in: 1...300, using: &random) }
      let output = runner.run([signal], cutInto: sizes)[0]
      let reference = convolved(signal, with: response)
      let error = difference(output, reference, response: response)
      #expect(error < Self.tolerance, "length \(length), seed \(seed)")
    }
  }
}
