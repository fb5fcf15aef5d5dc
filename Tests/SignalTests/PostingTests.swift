import Synchronization
import Testing

@testable import Signal

/// What the control side does while the cycle runs, on two threads for real.
@Suite("Posting from another thread", .serialized) struct PostingTests {
  private static let posts = 5000

  /// Runs `cycle` over and over on this thread while `post` runs on another, and once after it.
  private func run(
    posting post: @escaping @Sendable () -> Void, while cycle: () -> Void
  ) async {
    let hasEnded = Ended()
    let poster = Task.detached {
      post()
      hasEnded.flag.store(true, ordering: .releasing)
    }
    while !hasEnded.flag.load(ordering: .acquiring) { cycle() }
    await poster.value
    cycle()
  }

  private final class Ended: Sendable {
    let flag = Atomic<Bool>(false)
  }

  @Test func gainSettlesOnTheLastPostWithoutAStep() async {
    let processor = GainProcessor(channels: 1, rate: 5000)
    let runner = BlockRunner(processor)
    let ones = [Float](repeating: 1, count: 100)
    // The first block takes its value at once.
    var last = runner.run(inputs: [ones], outputs: 1, frames: 100)[0][99]
    var largestStep: Float = 0
    await run {
      for post in 0..<Self.posts { _ = processor.setParameter("gain", to: -Float(post % 100)) }
      _ = processor.setParameter("gain", to: -120)
    } while: {
      for gain in runner.run(inputs: [ones], outputs: 1, frames: 100)[0] {
        largestStep = max(largestStep, abs(gain - last))
        last = gain
      }
    }
    #expect(largestStep <= 1 / 100 + 0x1p-23)
    #expect(last == 0)
  }

  @Test(arguments: ProcessorCases.all)
  func everyProcessorTakesWhatIsPosted(name: String) async throws {
    let processor = try ProcessorCases.make(name)
    let runner = BlockRunner(processor)
    let inputs = ProcessorCases.inputs(of: processor, frames: 64)
    var isFinite = true
    await run {
      for post in 0..<300 { _ = ProcessorCases.post(post, to: processor) }
      for parameter in processor.parameters {
        _ = processor.setParameter(parameter.symbol, to: parameter.default)
      }
    } while: {
      let outputs = runner.run(inputs: inputs, outputs: processor.outputs.count, frames: 64)
      isFinite = isFinite && outputs.allSatisfy { $0.allSatisfy(\.isFinite) }
    }
    #expect(isFinite)
    #expect(processor.latencyFrames == (name == "limiter" ? 240 : 0))
  }

  @Test func faderSettlesOnTheLastPostWithoutAStep() async {
    let fader = Fader(gain: 0)
    var last: Float = 0
    var largestStep: Float = 0
    let buffer = UnsafeMutablePointer<Float>.allocate(capacity: 32)
    defer { buffer.deallocate() }
    let pointers: [UnsafeMutablePointer<Float>?] = [buffer]
    func cycle() {
      buffer.initialize(repeating: 1, count: 32)
      fader.handle.apply(to: pointers, count: 1, frames: 32)
      for frame in 0..<32 {
        largestStep = max(largestStep, abs(buffer[frame] - last))
        last = buffer[frame]
      }
    }
    await run {
      for post in 0..<Self.posts { fader.fade(to: Float(post & 1), frames: 100) }
      fader.fade(to: 1, frames: 100)
    } while: {
      cycle()
    }
    while !fader.isAtRest { cycle() }
    #expect(largestStep <= 1 / 100 + 0x1p-23)
    #expect(last == 1)
    #expect(fader.currentGain == 1)
  }

  @Test func peakMeterLosesNoPeak() async {
    let meter = PeakMeter(channels: 1)
    let handle = meter.handle
    var highest: Float = 0
    await run {
      for peak in 1...Self.posts {
        handle.measure([Float(peak), 0], channel: 0, frames: 2)
        handle.measure([0, 0.5], channel: 0, frames: 2)
      }
    } while: {
      highest = max(highest, meter.take()[0])
    }
    #expect(highest == Float(Self.posts))
  }
}
