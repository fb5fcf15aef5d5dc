import CRealtime
import ConvolutionKissFFT
import Foundation
import Synchronization
import TestSupport
import Testing

@testable import Signal

@Suite("Convolver swap") struct ConvolverSwapTests {
  @Test func neighboursDifferNoMoreThanSineAndFade() throws {
    let frames = 48_000
    let sine = (0..<frames).map { Float(sin(2 * Double.pi * 441 * Double($0) / 48_000)) }
    let runner = try ConvolverRunner([[1]], channels: 1)
    var output = runner.run([Array(sine[..<10_000])], cutInto: [Int](repeating: 100, count: 100))[0]
    try runner.load([[-0.5]])
    output += runner.run([Array(sine[10_000...])], cutInto: [Int](repeating: 100, count: 400))[0]
    let ownStep = Float(2 * Double.pi * 441 / 48_000)
    let fadeStep: Float = 1.5 / 2400
    let largest = zip(output, output.dropFirst()).map { abs($1 - $0) }.max() ?? .infinity
    #expect(largest <= ownStep + fadeStep + 1e-5)
    // Before and after it is one and the other.
    #expect(zip(output[..<10_000], sine).allSatisfy { abs($0 - $1) < 1e-6 })
    #expect(zip(output[12_500...], sine[12_500...]).allSatisfy { abs($0 + 0.5 * $1) < 1e-6 })
  }

  @Test func firstResponseOfARunningConvolverFadesIn() throws {
    let runner = ConvolverRunner(channels: 1)
    let ones = [Float](repeating: 1, count: 4800)
    var output = runner.run([ones])[0]
    try runner.load([[1]])
    output += runner.run([ones])[0]
    let largest = zip(output, output.dropFirst()).map { abs($1 - $0) }.max() ?? .infinity
    #expect(largest <= 1.001 / 2400)
    #expect(output.last == 1)
  }

  @Test func memoryComesBack() throws {
    let library = CountingTransforms()
    do {
      let runner = ConvolverRunner(channels: 1, library: library)
      try runner.load([noise(3000)])
      let ofOne = library.living
      #expect(ofOne > 0)
      _ = runner.run([noise(1000)])
      try runner.load([noise(3000, seed: 2)])
      #expect(library.living == 2 * ofOne)
      _ = runner.run([noise(64)])
      runner.processor.reclaim()
      #expect(library.living == 2 * ofOne, "the old one is still fading out")
      _ = runner.run([noise(4800)])
      runner.processor.reclaim()
      #expect(library.living == ofOne)
    }
    #expect(library.living == 0)
  }

  /// The last of a swap, at any of its moments.
  @Test(arguments: [0, 64, 1000, 20_000])
  func restartedItIsAsItWasMade(frames: Int) throws {
    let library = CountingTransforms()
    let (first, second) = ([noise(20_000)], [noise(9000, seed: 2)])
    let runner = try ConvolverRunner(first, channels: 1, library: library)
    _ = runner.run([noise(10_007, seed: 3)])
    try runner.load(second)
    _ = runner.run([noise(frames, seed: 4)])
    runner.processor.restart()
    let fresh = try ConvolverRunner(second, channels: 1)
    let signal = [noise(30_000, seed: 5)]
    #expect(runner.run(signal) == fresh.run(signal))
    let one = CountingTransforms()
    let alone = try ConvolverRunner(second, channels: 1, library: one)
    #expect(library.living == one.living)
    #expect(alone.processor.latencyFrames == 0)
    // It takes the next response as ever.
    try runner.load(first)
    try fresh.load(first)
    #expect(runner.run(signal) == fresh.run(signal))
  }

  @Test func aConvolverWithoutAResponseRestarts() {
    let runner = ConvolverRunner(channels: 1)
    _ = runner.run([noise(100)])
    runner.processor.restart()
    #expect(runner.run([noise(100)])[0].allSatisfy { $0 == 0 })
  }

  @Test func oneThatWasNeverTakenIsReplaced() throws {
    let library = CountingTransforms()
    let runner = ConvolverRunner(channels: 1, library: library)
    try runner.load([noise(3000)])
    let ofOne = library.living
    try runner.load([[0.5]])
    #expect(library.living == 0, "a response of one frame needs no transform, \(ofOne)")
    #expect(runner.run([[1, 1, 1]])[0] == [0.5, 0.5, 0.5])
  }

  @Test func swapsWhileAnotherThreadPlays() async throws {
    let library = CountingTransforms()
    do {
      let runner = ConvolverRunner(channels: 2, library: library)
      try runner.load([noise(2000)])
      let playing = DispatchGroup()
      nonisolated(unsafe) let player = runner
      let flag = Flag()
      playing.enter()
      DispatchQueue.global().async {
        while !flag.isSet { _ = player.run([noise(640), noise(640, seed: 2)]) }
        playing.leave()
      }
      for round in 0..<30 {
        let response = try ImpulseResponse(
          [noise(100 * round + 1, seed: UInt64(round))], channels: 2, rate: 48_000)
        try runner.processor.load(response)
      }
      flag.set()
      playing.wait()
    }
    // The thread may let go of what it played a moment later.
    #expect(await eventually { library.living == 0 })
  }

  @Test func failureToPlanLeavesThePlayedOne() throws {
    let runner = ConvolverRunner(channels: 1, library: NoTransforms())
    try runner.load([[1]])
    #expect(throws: TransformError("none")) { try runner.load([noise(1000)]) }
    #expect(runner.run([[1, 2]])[0] == [1, 2])
  }
}

/// Raised once.
private final class Flag: Sendable {
  private let value = Atomic(false)
  var isSet: Bool { value.load(ordering: .acquiring) }
  func set() { value.store(true, ordering: .releasing) }
}

/// KissFFT, with a count of the plans that live.
private final class CountingTransforms: TransformLibrary {
  private let count = Atomic(0)
  let name = "counting"

  var living: Int { count.load(ordering: .relaxed) }

  func plan(_ shape: TransformShape) throws(TransformError) -> any TransformPlan {
    count.wrappingAdd(1, ordering: .relaxed)
    return Plan(try KissFFTTransforms().plan(shape), library: self)
  }

  private final class Plan: TransformPlan {
    private let plan: any TransformPlan
    private let library: CountingTransforms

    init(_ plan: any TransformPlan, library: CountingTransforms) {
      self.plan = plan
      self.library = library
    }

    deinit { library.count.wrappingSubtract(1, ordering: .relaxed) }

    var transform: rt_transform { plan.transform }
    var context: UnsafeMutableRawPointer { plan.context }
  }
}

/// A library that has nothing.
private struct NoTransforms: TransformLibrary {
  let name = "none"
  func plan(_ shape: TransformShape) throws(TransformError) -> any TransformPlan {
    throw TransformError("none")
  }
}
