import CRealtime
import Drivers
import Foundation
import TestSupport
import Testing

@testable import Host

@Suite("CaptureSeam") struct CaptureSeamTests {
  /// 5 ms at 48 kHz.
  private static let length = 240

  /// A seam, and what has come through it.
  private final class Passage {
    var seam: CaptureSeam
    var heard: [[Float]]

    init(channels: Int = 1) {
      seam = CaptureSeam(channelCount: channels, maximumFrames: 256)
      heard = Array(repeating: [], count: channels)
    }

    deinit { seam.deallocate() }

    /// One period of a driver; returns whether it passed untouched.
    @discardableResult
    func perform(_ captured: [[Float]], of driver: UInt32) -> Bool {
      let frames = captured.first?.count ?? 0
      let buffers = PeriodBuffers.allocate(channelCount: captured.count, capacity: frames)
      let playback = PeriodBuffers.allocate(channelCount: 0, capacity: frames)
      defer {
        buffers.deallocate()
        playback.deallocate()
      }
      for (channel, samples) in captured.enumerated() {
        buffers.channels[channel]?.update(from: samples, count: frames)
      }
      var period = rt_period(capture: buffers, playback: playback, frames: frames)
      seam.join(&period, of: driver, rate: 48_000)
      for channel in heard.indices {
        guard channel < Int(period.capture_count), let samples = period.capture[channel] else {
          heard[channel] += Array(repeating: 0, count: frames)
          continue
        }
        heard[channel] += UnsafeBufferPointer(start: samples, count: frames)
      }
      return period.capture == buffers.capture
    }
  }

  private func sine(_ range: Range<Int>) -> [Float] {
    range.map { Float(sin(2 * Double.pi * 100 * Double($0) / 48_000)) }
  }

  private func largestStep(_ samples: [Float]) -> Float {
    zip(samples, samples.dropFirst()).map { abs($1 - $0) }.max() ?? 1
  }

  @Test func whatTheFirstDriverCapturesPassesAsItIs() {
    let passage = Passage()
    for period in 0..<10 {
      let captured = sine(period * 64..<(period + 1) * 64)
      #expect(passage.perform([captured], of: 1))
    }
    #expect(passage.heard == [sine(0..<640)])
  }

  @Test func theLastSampleFallsToZeroOnALineAndStaysThere() {
    let passage = Passage()
    passage.perform([Array(repeating: 0.5, count: 64)], of: 1)
    for _ in 0..<8 { passage.perform([Array(repeating: 0, count: 64)], of: 2) }
    let fallen = passage.heard[0][64...]
    for (frame, sample) in fallen.enumerated() {
      let line = 0.5 * Float(max(0, Self.length - 1 - frame)) / Float(Self.length)
      #expect(abs(sample - line) < 1e-6)
    }
  }

  @Test(arguments: [1, 7, 64, 256]) func theLengthOfAPeriodChangesNothing(frames: Int) {
    let (passage, whole) = (Passage(), Passage())
    for passage in [passage, whole] { passage.perform([[0.1, 0.9]], of: 1) }
    for first in stride(from: 0, to: 256, by: frames) {
      passage.perform([sine(first..<min(256, first + frames))], of: 2)
    }
    whole.perform([sine(0..<256)], of: 2)
    #expect(passage.heard == whole.heard)
    // Bit by bit what was captured, once the seam is over.
    #expect(Array(whole.heard[0][(2 + Self.length)...]) == sine(Self.length..<256))
  }

  @Test func aSineHasNoStepOverLossesAndReturns() {
    let passage = Passage()
    let steepest: Float = 2 * .pi * 100 / 48_000
    var frame = 0
    // Hand-overs at any moment, in the middle of a seam too.
    for driver in 1...40 {
      for _ in 0..<(driver % 7 + 1) {
        let captured = sine(frame..<frame + 61)
        passage.perform(
          [driver.isMultiple(of: 2) ? Array(repeating: 0, count: 61) : captured],
          of: UInt32(driver))
        frame += 61
      }
    }
    // The line that falls and the line that rises are each as steep.
    #expect(largestStep(passage.heard[0]) <= steepest + 2 / Float(Self.length) + 1e-5)
    #expect(passage.heard[0].contains { $0 > 0.9 })
  }

  @Test func channelsTheNextDriverDoesNotHaveFallToo() {
    let passage = Passage(channels: 2)
    let level: [Float] = Array(repeating: 0.5, count: 64)
    passage.perform([level, level], of: 1)
    for _ in 0..<5 { passage.perform([level], of: 2) }
    for channel in passage.heard {
      #expect(largestStep(channel) <= 0.5 / Float(Self.length) + 1e-6)
    }
    #expect(passage.heard[0].last == 0.5)
    #expect(passage.heard[1].last == 0)
  }

  @Test func aSampleThatIsNoNumberDoesNotLast() {
    let passage = Passage()
    passage.perform([[.nan]], of: 1)
    passage.perform([[0.5]], of: 2)
    #expect(passage.heard[0].last?.isFinite == true)
  }

  @Test func moreChannelsFitWhenRoomWasMade() {
    let passage = Passage()
    passage.perform([Array(repeating: 0.5, count: 64)], of: 1)
    passage.seam.fit(channelCount: 2, maximumFrames: 64)
    passage.heard.append(passage.heard[0])
    let level: [Float] = Array(repeating: 0.8, count: 64)
    for _ in 0..<5 { passage.perform([level, level], of: 2) }
    // The one goes on from its last sample, the other begins at none.
    #expect(abs(passage.heard[0][64] - 0.5) < 0.3 / Float(Self.length) + 1e-6)
    #expect(abs(passage.heard[1][64]) < 0.8 / Float(Self.length) + 1e-6)
    for channel in passage.heard {
      #expect(largestStep(Array(channel[64...])) <= 0.8 / Float(Self.length) + 1e-6)
      #expect(channel.last == 0.8)
    }
  }

  @Test func longerPeriodsFitWhenRoomWasMade() {
    let passage = Passage()
    passage.perform([[0.5]], of: 1)
    passage.seam.fit(channelCount: 1, maximumFrames: 1_024)
    #expect(!passage.perform([Array(repeating: 0, count: 1_024)], of: 2))
    #expect(largestStep(passage.heard[0]) <= 0.5 / Float(Self.length) + 1e-6)
  }
}
