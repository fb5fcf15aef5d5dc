import CRealtime
import Foundation
import Testing

@testable import Signal

@Suite("MeterProcessor") struct MeterProcessorTests {
  @Test func passesThroughBitForBit() {
    let meter = MeterProcessor(channels: 2)
    let inputs = [noise(333), noise(333, seed: 2)]
    #expect(meter.inputs == ["in_1", "in_2"])
    #expect(meter.outputs == ["out_1", "out_2"])
    #expect(BlockRunner(meter).run(inputs: inputs, outputs: 2, cutInto: [100, 200, 33]) == inputs)
    #expect(!meter.setParameter("gain", to: 0))
  }

  @Test(arguments: [1, 63, 480]) func aSineReadsAsTheTextbookSays(frames: Int) {
    let meter = MeterProcessor(channels: 2)
    // Whole turns, four samples at the top of each.
    let loud = (0..<48_000).map { Float(0.5 * sin(2 * .pi * Double($0) / 480)) }
    let inputs = [loud, loud.map { -$0 / 4 }]
    let sizes = [Int](repeating: frames, count: 48_000 / frames) + [48_000 % frames]
    _ = BlockRunner(meter).run(inputs: inputs, outputs: 2, cutInto: sizes)
    #expect(meter.peaks == [0.5, 0.125])
    // Samples are rounded to floats, sums to doubles.
    #expect(abs(meter.rms[0] - 0.5 / 2.squareRoot()) < 1e-7)
    #expect(abs(meter.rms[1] - 0.125 / 2.squareRoot()) < 1e-7)
  }

  @Test func measuresOnFromAnother() {
    let (first, second) = (MeterProcessor(channels: 1), MeterProcessor(channels: 1))
    _ = BlockRunner(first).run(inputs: [[0.5, -0.75]], outputs: 1, frames: 2)
    second.measure(onFrom: first)
    #expect(second.peaks == [0.75])
    #expect(second.rms == first.rms)
    _ = BlockRunner(second).run(inputs: [[0.25, 0]], outputs: 1, frames: 2)
    #expect(second.peaks == [0.75])
    #expect(second.rms == [(0.875 / 4).squareRoot()])
  }

  @Test func whatIsNotANumberIsAPeakAndNoPower() {
    let meter = MeterProcessor(channels: 1)
    let runner = BlockRunner(meter)
    _ = runner.run(inputs: [[0.5, 0.5]], outputs: 1, frames: 2)
    _ = runner.run(inputs: [[.nan, 1]], outputs: 1, frames: 2)
    #expect(meter.peaks == [.infinity])
    #expect(meter.rms == [(0.5 / 4).squareRoot()])
  }

  @Test func nothingReadsAsNothing() {
    let meter = MeterProcessor(channels: 1)
    #expect(meter.peaks == [0])
    #expect(meter.rms == [0])
  }

  @Test func showsEachBlockToItsSink() {
    final class Seen { var frames: [Int] = [] }
    let seen = Seen()
    let meter = MeterProcessor(
      channels: 1,
      sink: { context, block in
        guard let context, let block else { return }
        Unmanaged<Seen>.fromOpaque(context).takeUnretainedValue().frames.append(block.frames)
      }, sinkContext: Unmanaged.passUnretained(seen).toOpaque(), owner: seen)
    _ = BlockRunner(meter).run(inputs: [noise(30)], outputs: 1, cutInto: [10, 20])
    #expect(seen.frames == [10, 20])
  }

  @Test(arguments: [0, 1, 3, 4, 5, 1000]) func squaresAddUp(frames: Int) {
    let samples = noise(frames)
    let expected = samples.reduce(0.0) { $0 + Double($1) * Double($1) }
    let sum = samples.withUnsafeBufferPointer { buffer in
      buffer.baseAddress.map { Kernel.sumOfSquares($0, frames: frames) } ?? 0
    }
    #expect(abs(sum - expected) <= 1e-12 * max(1, expected))
  }
}
