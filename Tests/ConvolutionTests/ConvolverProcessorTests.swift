import CRealtime
import TestSupport
import Testing

@testable import Signal

@Suite("Convolver processor") struct ConvolverProcessorTests {
  /// Rounding of single precision, as a share of the largest possible output.
  static let tolerance = 2e-7

  @Test(arguments: libraries.indices)
  func impulseGivesResponse(library: Int) throws {
    let response = noise(20_000, seed: 3)
    let runner = try ConvolverRunner([response], channels: 1, library: libraries[library])
    let output = runner.run([[1] + [Float](repeating: 0, count: 24_999)])[0]
    let reference = response.map { Double($0) } + [Double](repeating: 0, count: 5000)
    #expect(difference(output, reference, response: [1]) < 2e-6)
    #expect(runner.processor.latencyFrames == 0)
  }

  @Test(arguments: libraries.indices)
  func randomLengthsAndBlocksMatchDirectConvolution(library: Int) throws {
    let seed = UInt64.random(in: 0...UInt64.max)
    var random = SeededGenerator(seed: seed)
    let lengths = (0..<6).map { _ in Int.random(in: 1...20_000, using: &random) }
    for length in [1, 2, 63, 64, 65, 128, 129] + lengths {
      let response = noise(length, seed: random.next())
      let frames = length + Int.random(in: 1...6000, using: &random)
      let signal = sparseNoise(frames, every: 37, seed: UInt64(length))
      let runner = try ConvolverRunner([response], channels: 1, library: libraries[library])
      let sizes = (0..<frames).map { _ in Int.random(in: 1...300, using: &random) }
      let output = runner.run([signal], cutInto: sizes)[0]
      let error = difference(output, convolved(signal, with: response), response: response)
      #expect(error < Self.tolerance, "length \(length), seed \(seed)")
    }
  }

  /// All four sizes of partitions, with an input that fills every one of their blocks.
  @Test func longResponseMatchesDirectConvolution() throws {
    let response = noise(170_000, seed: 8)
    let signal = sparseNoise(240_000, every: 9001, seed: 4)
    #expect(PartitionLayout(frames: response.count).levels.count == 4)
    let runner = try ConvolverRunner([response], channels: 1)
    let output = runner.run([signal], cutInto: [Int](repeating: 4096, count: 60))[0]
    let error = difference(output, convolved(signal, with: response), response: [1])
    #expect(error < 1e-5)
  }

  @Test(arguments: libraries.indices)
  func blocksDoNotChangeABit(library: Int) throws {
    let seed = UInt64.random(in: 0...UInt64.max)
    var random = SeededGenerator(seed: seed)
    let responses = [noise(9000, seed: 1), noise(9000, seed: 2)]
    let signals = [noise(30_000, seed: 3), noise(30_000, seed: 4)]
    func output(_ sizes: [Int]) throws -> [[Float]] {
      try ConvolverRunner(responses, channels: 2, library: libraries[library])
        .run(signals, cutInto: sizes)
    }
    let whole = try output([])
    for largest in [1, 16, 64, 65, 1000] {
      let sizes = (0..<30_000).map { _ in Int.random(in: 1...largest, using: &random) }
      #expect(try output(sizes) == whole, "largest block \(largest), seed \(seed)")
    }
  }

  @Test func librariesAndVectorsAgree() throws {
    let response = try ImpulseResponse([noise(20_000, seed: 6)], channels: 1, rate: 48_000)
    let signal = noise(30_000, seed: 7)
    var outputs: [[Float]] = []
    for library in libraries {
      for vectors in Set([rt_vectors_baseline.rawValue, rt_best_vectors().rawValue]) {
        let runner = ConvolverRunner(channels: 1, library: library)
        runner.processor.post(
          try ConvolverEngine(response, library: library, vectors: rt_vectors(vectors)))
        outputs.append(runner.run([signal])[0])
      }
    }
    let reference = outputs[0].map { Double($0) }
    for output in outputs.dropFirst() {
      #expect(difference(output, reference, response: response.responses[0]) < 4e-7)
    }
  }

  @Test func everyChannelHasItsOwnResponse() throws {
    let responses = [noise(3000, seed: 1), noise(700, seed: 2)]
    let signals = [sparseNoise(5000, every: 11, seed: 3), sparseNoise(5000, every: 7, seed: 4)]
    let output = try ConvolverRunner(responses, channels: 2).run(signals)
    for channel in 0..<2 {
      let reference = convolved(signals[channel], with: responses[channel])
      #expect(
        difference(output[channel], reference, response: responses[channel]) < Self.tolerance)
    }
  }

  @Test func trueStereoAddsBothInputs() throws {
    let lengths = [3000, 100, 50, 2000]
    let responses = lengths.map { noise($0, seed: UInt64($0)) }
    let signals = [sparseNoise(5000, every: 11, seed: 3), sparseNoise(5000, every: 7, seed: 4)]
    let output = try ConvolverRunner(responses, channels: 2).run(signals)
    for channel in 0..<2 {
      let parts = (0..<2).map { convolved(signals[$0], with: responses[2 * $0 + channel]) }
      let both = responses[channel] + responses[2 + channel]
      let reference = zip(parts[0], parts[1]).map { $0 + $1 }
      #expect(difference(output[channel], reference, response: both) < Self.tolerance)
    }
  }

  @Test func mixOfNothingIsTheInput() throws {
    let runner = try ConvolverRunner([noise(5000)], channels: 1)
    #expect(runner.processor.setParameter("mix", to: 0))
    let signal = noise(3000, seed: 2)
    #expect(runner.run([signal], cutInto: [100, 1000])[0] == signal)
  }

  @Test func gainAndMixAreFactors() throws {
    let runner = try ConvolverRunner([[1]], channels: 1)
    #expect(runner.processor.setParameter("mix", to: 0.25))
    #expect(runner.processor.setParameter("gain", to: -20))
    let output = runner.run([[Float](repeating: 0.5, count: 200)])[0]
    #expect(output.allSatisfy { abs($0 - 0.5 * (0.75 + 0.25 * 0.1)) < 1e-6 })
    #expect(!runner.processor.setParameter("gain", to: .nan))
    #expect(!runner.processor.setParameter("size", to: 1))
  }

  @Test func withoutResponseThereIsSilence() {
    let output = ConvolverRunner(channels: 2).run([noise(500), noise(500)])
    #expect(output == [[Float]](repeating: [Float](repeating: 0, count: 500), count: 2))
  }

  @Test func whatIsNotFiniteIsSilence() throws {
    let response = noise(3000, seed: 5)
    var signal = noise(8000, seed: 6)
    signal[1000] = .nan
    signal[1001] = .infinity
    let output = try ConvolverRunner([response], channels: 1).run([signal])[0]
    signal[1000] = 0
    signal[1001] = 0
    #expect(try ConvolverRunner([response], channels: 1).run([signal])[0] == output)
  }

  @Test func overflowIsForgotten() throws {
    let response = noise(9000, seed: 5)
    var signal = noise(60_000, seed: 6)
    let clean = try ConvolverRunner([response], channels: 1).run([signal])[0]
    signal[1000] = .greatestFiniteMagnitude
    signal[1001] = .greatestFiniteMagnitude
    let output = try ConvolverRunner([response], channels: 1).run([signal])[0]
    #expect(output[..<1000] == clean[..<1000])
    #expect(output.contains { !$0.isFinite })
    let longest = PartitionLayout(frames: 9000).levels.last?.size.frames ?? 0
    let end = 1002 + 9000 + 2 * longest
    #expect(output[end...] == clean[end...])
  }

  @Test func denormalsAreFlushed() throws {
    let response = [Float](repeating: 1e-30, count: 3000)
    let runner = try ConvolverRunner([response], channels: 1)
    let state = rt_denormals_flush()
    defer { rt_denormals_restore(state) }
    let output = runner.run([[Float](repeating: 1e-12, count: 6000)])[0]
    #expect(output.allSatisfy { !$0.isSubnormal && $0.magnitude < 1e-36 })
  }

  @Test(.enabled(if: MallocCounter.isAvailable, "a sanitizer counts instead"))
  func cycleAsksNothingOfTheHeap() throws {
    let runner = try ConvolverRunner([noise(100_000)], channels: 1)
    let buffer = UnsafeMutablePointer<Float>.allocate(capacity: 64)
    buffer.initialize(repeating: 0.5, count: 64)
    defer { buffer.deallocate() }
    runner.process([buffer], frames: 64)
    var block = rt_block()
    var (input, output) = (UnsafePointer<Float>?(buffer), UnsafeMutablePointer<Float>?(buffer))
    let counter = MallocCounter()
    withUnsafePointer(to: &input) { input in
      withUnsafePointer(to: &output) { output in
        block = rt_block(
          inputs: input, outputs: output, input_count: 1, output_count: 1, frames: 64,
          frame_time: 0, events: nil)
        MallocCounter.startThread(counter.context)
        for _ in 0..<200 { runner.processor.process(runner.processor.context, &block) }
        MallocCounter.stopThread(counter.context)
      }
    }
    #expect(counter.allocations == 0)
  }
}
