import CRealtime
import Testing

@testable import Signal

@Suite("RecorderProcessor") struct RecorderProcessorTests {
  private final class Sink {
    var samples: [[Float]] = [[], []]
    var frameTimes: [UInt64] = []

    func record(_ block: rt_block) {
      frameTimes.append(block.frame_time)
      for channel in 0..<Int(block.input_count) {
        guard let input = block.inputs[channel] else { continue }
        samples[channel] += Array(UnsafeBufferPointer(start: input, count: Int(block.frames)))
      }
    }
  }

  @Test func passesThroughAndShowsEachBlockToTheSink() {
    let sink = Sink()
    let recorder = RecorderProcessor(
      channels: 2,
      sink: { context, block in
        guard let context, let block else { return }
        Unmanaged<Sink>.fromOpaque(context).takeUnretainedValue().record(block.pointee)
      }, sinkContext: Unmanaged.passUnretained(sink).toOpaque(), owner: sink)
    let runner = BlockRunner(recorder)
    let inputs = [noise(50), noise(50, seed: 2)]
    #expect(runner.run(inputs: inputs, outputs: 2, frames: 50, frameTime: 1000) == inputs)
    #expect(runner.run(inputs: inputs, outputs: 2, frames: 50, frameTime: 1050) == inputs)
    #expect(sink.samples == inputs.map { $0 + $0 })
    #expect(sink.frameTimes == [1000, 1050])
    #expect(!recorder.setParameter("gain", to: 0))
  }
}
