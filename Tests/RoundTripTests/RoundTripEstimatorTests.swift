import Convolution
import Foundation
import RoundTrip
import Testing

@Suite("RoundTripEstimator") struct RoundTripEstimatorTests {
  private let signal = TestSignal(rate: 48_000, longestFrames: 4000, level: 0.25)
  private let estimator: RoundTripEstimator

  init() throws {
    estimator = try RoundTripEstimator(signal, library: FourierTransforms.preferred)
  }

  @Test(arguments: [0, 1, 137, 393, 4000, 4095])
  func findsWholeFrames(delay: Int) throws {
    let estimate = try #require(estimator.estimate(Loop(delay: Double(delay)).pass(signal)))
    #expect(abs(estimate.delayFrames - Double(delay)) < 0.001)
    #expect(abs(estimate.gainDecibels) < 0.01)
    #expect(!estimate.isInverted)
    #expect(!estimate.isClipped)
    #expect(estimate.echo == nil)
  }

  @Test(arguments: [0.5, 137.01, 137.25, 256.5, 999.99, 3000.333, 3999.75])
  func findsFractionsOfAFrame(delay: Double) throws {
    let estimate = try #require(estimator.estimate(Loop(delay: delay).pass(signal)))
    #expect(abs(estimate.delayFrames - delay) < 0.01)
  }

  @Test(arguments: [
    Loop(delay: 137.25, gain: -1), Loop(delay: 137.25, gain: 0.01),
    Loop(delay: 137.25, offset: 0.1), Loop(delay: 137.25, lowPassTaps: 31),
    Loop(delay: 137.25, gain: -0.1, offset: -0.3, lowPassTaps: 15),
  ])
  func findsWhatACableChanged(loop: Loop) throws {
    let estimate = try #require(estimator.estimate(loop.pass(signal)))
    #expect(abs(estimate.delayFrames - loop.delay) < 0.01)
    #expect(estimate.isInverted == (loop.gain < 0))
    if loop.lowPassTaps == 1 {
      #expect(abs(estimate.gainDecibels - 20 * log10(Double(abs(loop.gain)))) < 0.02)
    }
  }

  @Test(arguments: 1...5)
  func findsItInNoise(seed: UInt64) throws {
    // As loud as the signal itself.
    let loop = Loop(delay: 600.6, noise: 0.25, seed: seed)
    let estimate = try #require(estimator.estimate(loop.pass(signal)))
    #expect(abs(estimate.delayFrames - 600.6) < 0.1)
    #expect(abs(estimate.gainDecibels) < 1)
  }

  @Test func findsNothingInSilence() {
    let silence = [Float](repeating: 0, count: signal.frames)
    #expect(estimator.estimate(silence) == nil)
    #expect(estimator.estimate(silence.map { _ in 0.5 }) == nil)
  }

  @Test(arguments: 1...20)
  func findsNothingInNoise(seed: UInt64) {
    let loop = Loop(gain: 0, noise: 0.5, seed: seed)
    #expect(estimator.estimate(loop.pass(signal)) == nil)
  }

  @Test func findsNothingInHum() {
    let hum = (0..<signal.frames).map { Float(0.5 * sin(2 * .pi * 50.3 * Double($0) / 48_000)) }
    #expect(estimator.estimate(hum) == nil)
  }

  @Test func refusesSamplesThatAreNoNumbers() {
    var recording = Loop(delay: 137).pass(signal)
    recording[5000] = .nan
    #expect(estimator.estimate(recording) == nil)
  }

  @Test func seesThatItWasClipped() throws {
    let recording = Loop(delay: 137.5, gain: 8).pass(signal).map { max(-1, min(1, $0)) }
    let estimate = try #require(estimator.estimate(recording))
    #expect(estimate.isClipped)
    #expect(abs(estimate.delayFrames - 137.5) < 0.1)
  }

  @Test func tellsOfAnEcho() throws {
    let recording = zip(
      Loop(delay: 700.25).pass(signal), Loop(delay: 137.5, gain: -0.7).pass(signal)
    ).map { $0 + $1 }
    let estimate = try #require(estimator.estimate(recording))
    #expect(abs(estimate.delayFrames - 700.25) < 0.01)
    let echo = try #require(estimate.echo)
    #expect(abs(echo.delayFrames - 137.5) < 0.02)
    #expect(abs(echo.decibelsBelow - 3.1) < 0.1)
  }

  @Test func leavesFaintEchoesAlone() throws {
    let recording = zip(
      Loop(delay: 700.25).pass(signal), Loop(delay: 137.5, gain: 0.3).pass(signal)
    ).map { $0 + $1 }
    #expect(try #require(estimator.estimate(recording)).echo == nil)
  }

  @Test func leavesOutWhatIsLaterThanItCanTell() {
    // Played in turns, it comes back at the end of the next one.
    let late = Loop(delay: 0).pass(signal)
    #expect(estimator.estimate(Array(late[4000...] + late[..<4000])) == nil)
  }
}
