import CRealtime
import Testing

@testable import Signal

@Suite("Fader") struct FaderTests {
  /// Lets the fader pass over ones, so that what comes out are its gains.
  private func gains(_ fader: Fader, _ sizes: [Int], channels: Int = 1) -> [[Float]] {
    var result = [[Float]](repeating: [], count: channels)
    for frames in sizes {
      let buffers = (0..<channels).map { _ in
        let buffer = UnsafeMutablePointer<Float>.allocate(capacity: max(1, frames))
        buffer.initialize(repeating: 1, count: max(1, frames))
        return buffer
      }
      let pointers: [UnsafeMutablePointer<Float>?] = buffers
      fader.handle.apply(to: pointers, count: channels, frames: frames)
      for (channel, buffer) in buffers.enumerated() {
        result[channel] += Array(UnsafeBufferPointer(start: buffer, count: frames))
        buffer.deallocate()
      }
    }
    return result
  }

  @Test(arguments: [1, 10, 480, 4800], [1, 64, 333])
  func fadesOutInBoundedStepsToExactlyZero(length: Int, period: Int) {
    let fader = Fader()
    fader.fade(to: 0, frames: length)
    let periods = length / period + 2
    let all = gains(fader, [Int](repeating: period, count: periods))[0]
    #expect(all[length - 1] == 0)
    #expect(all[length...].allSatisfy { $0 == 0 })
    for (gain, next) in zip([1] + all, all) {
      #expect(next <= gain)
      // Two neighbouring gains round by at most 2^-25 each, and their step by as much again.
      #expect(gain - next <= 1 / Float(length) + 0x1p-23)
    }
  }

  @Test func comesToRestWhenNothingIsPlayed() {
    let fader = Fader()
    fader.fade(to: 0, frames: 100)
    var period = rt_period()
    period.frames = 64
    fader.handle.apply(to: &period)
    #expect(!fader.isAtRest)
    fader.handle.apply(to: &period)
    #expect(fader.isAtRest)
    #expect(fader.currentGain == 0)
  }

  @Test func fadesInToExactlyOneAndLeavesTheRestAlone() {
    let fader = Fader(gain: 0)
    #expect(gains(fader, [64])[0] == [Float](repeating: 0, count: 64))
    fader.fade(to: 1, frames: 100)
    let all = gains(fader, [64, 64])[0]
    #expect(all[0] == 0.01)
    #expect(all[98] < 1)
    #expect(all[99...].allSatisfy { $0 == 1 })
  }

  @Test func isTheSameOnAllChannelsAndHoweverItIsCut() {
    let (one, other) = (Fader(gain: 0), Fader(gain: 0))
    one.fade(to: 0.7, frames: 250)
    other.fade(to: 0.7, frames: 250)
    let whole = gains(one, [300], channels: 3)
    #expect(gains(other, [1, 0, 99, 150, 50], channels: 3) == whole)
    #expect(whole[0] == whole[1])
    #expect(whole[0] == whole[2])
  }

  @Test func turnsHalfWayWithoutAStep() {
    let fader = Fader(gain: 0)
    fader.fade(to: 1, frames: 1000)
    let up = gains(fader, [500])[0]
    fader.fade(to: 0, frames: 1000)
    let down = gains(fader, [1000])[0]
    let all = up + down
    for (gain, next) in zip(all, all.dropFirst()) {
      #expect(abs(next - gain) <= 0.001 + 0x1p-23)
    }
    #expect(abs(up[499] - 0.5) < 1e-6)
    #expect(down[0] < up[499])
    #expect(down[999] == 0)
  }

  @Test func saysWhereItIs() {
    let fader = Fader(gain: 0)
    #expect(fader.isAtRest)
    #expect(fader.currentGain == 0)
    fader.fade(to: 1, frames: 100)
    #expect(!fader.isAtRest)
    _ = gains(fader, [50])
    #expect(!fader.isAtRest)
    #expect(abs(fader.currentGain - 0.5) < 1e-6)
    _ = gains(fader, [50])
    #expect(fader.isAtRest)
    #expect(fader.currentGain == 1)
  }

  @Test func takesTheLastOfSeveralPosts() {
    let fader = Fader(gain: 0)
    fader.fade(to: 1, frames: 100)
    fader.fade(to: 0.25, frames: 0)
    #expect(gains(fader, [2])[0] == [0.25, 0.25])
    fader.fade(to: .nan, frames: -1)
    #expect(gains(fader, [2])[0] == [0, 0])
    #expect(fader.isAtRest)
    fader.fade(to: 1, frames: 0)
    fader.fade(to: .infinity, frames: 2)
    #expect(gains(fader, [2])[0] == [0, 0])
  }

  @Test func appliesToWhatAPeriodPlays() {
    let fader = Fader(gain: 0.5)
    let buffer = UnsafeMutablePointer<Float>.allocate(capacity: 4)
    defer { buffer.deallocate() }
    buffer.initialize(repeating: 1, count: 4)
    let playback: [UnsafeMutablePointer<Float>?] = [nil, buffer]
    playback.withUnsafeBufferPointer {
      var period = rt_period(
        capture: nil, playback: $0.baseAddress, capture_count: 0, playback_count: 2, frames: 4,
        frame_time: 0, due_nanoseconds: 0, asked_nanoseconds: 0, deadline_nanoseconds: 0, ticket: 0,
        events: nil)
      fader.handle.apply(to: &period)
    }
    #expect(Array(UnsafeBufferPointer(start: buffer, count: 4)) == [0.5, 0.5, 0.5, 0.5])
  }
}
