import Foundation
import Realtime
import Testing

@testable import Loudness

@Suite("LoudnessMeter") struct LoudnessMeterTests {
  /// A stretch of a sine of 1 kHz.
  private struct Tone {
    var level: Double
    var seconds: Double
  }

  /// Measures stretches one after the other, as EBU Tech 3341 gives them.
  private func measure(_ tones: [Tone], rate: Int = 48_000, channels: Int = 2) throws
    -> LoudnessReading
  {
    let meter = try LoudnessMeter(rate: rate, channels: channels, maximumFrames: 480)
    for tone in tones {
      let amplitude = pow(10, tone.level / 20)
      // Ten turns of 1 kHz, so that each block goes on where the one before ended.
      let block = (0..<rate / 100).map { frame in
        Float(amplitude * sin(2 * .pi * 1000 * Double(frame) / Double(rate)))
      }
      let planes = [[Float]](repeating: block, count: channels)
      var isWhole = true
      for _ in 0..<Int(tone.seconds * 100) {
        isWhole = write(planes, to: meter.ring) && isWhole
        meter.measure()
      }
      #expect(isWhole)
    }
    meter.measure(isLast: true)
    #expect(meter.lostFrames == 0)
    return meter.reading
  }

  /// A loud and a quiet stretch at two rates: the gates still know the first.
  @Test func measuresOnAtAnotherRate() throws {
    func play(_ tones: [Tone], _ meter: LoudnessMeter, rate: Int) {
      for tone in tones {
        let amplitude = pow(10, tone.level / 20)
        let block = (0..<rate / 100).map { frame in
          Float(amplitude * sin(2 * .pi * 1000 * Double(frame) / Double(rate)))
        }
        for _ in 0..<Int(tone.seconds * 100) {
          _ = write([block, block], to: meter.ring)
          meter.measure(isLast: true)
        }
      }
    }
    let first = try LoudnessMeter(rate: 48_000, channels: 2, maximumFrames: 480)
    play([Tone(level: -72, seconds: 5), Tone(level: -23, seconds: 10)], first, rate: 48_000)
    let second = try LoudnessMeter(rate: 44_100, channels: 2, maximumFrames: 441)
    try second.measure(onFrom: first)
    #expect(second.reading.integrated == first.reading.integrated)
    #expect(second.reading.truePeak == first.reading.truePeak)
    #expect(second.reading.peak == first.reading.peak)
    #expect(second.reading.rms == first.reading.rms)
    #expect(second.reading.momentary == nil)
    play([Tone(level: -40, seconds: 20)], second, rate: 44_100)
    #expect(abs((second.reading.integrated ?? 0) + 23) <= 0.1)
    #expect(abs((second.reading.momentary ?? 0) + 40) <= 0.1)
    // It has nothing left to measure with, and reads as before.
    _ = write([[1], [1]], to: first.ring)
    first.measure(isLast: true)
    #expect(abs((first.reading.integrated ?? 0) + 23) <= 0.1)
  }

  /// EBU Tech 3341, table 1, cases 1 and 2: momentary, short-term and integrated, ±0.1 LU.
  @Test(arguments: [-23.0, -33], [44_100, 48_000])
  func steadyTones(level: Double, rate: Int) throws {
    let reading = try measure([Tone(level: level, seconds: 20)], rate: rate)
    #expect(abs((reading.integrated ?? 0) - level) <= 0.1)
    #expect(abs((reading.shortTerm ?? 0) - level) <= 0.1)
    #expect(abs((reading.momentary ?? 0) - level) <= 0.1)
    #expect(abs(20 * log10(reading.truePeak) - level) <= 0.2)
    #expect(reading.range <= 0.1)
  }

  /// Cases 3 to 5: the gates leave quiet stretches out.
  @Test(arguments: [
    [(-36, 10), (-23, 60), (-36, 10)],
    [(-72, 10), (-36, 10), (-23, 60), (-36, 10), (-72, 10)],
    [(-26, 20), (-20, 20.1), (-26, 20)],
  ])
  func gatedTones(stretches: [(level: Double, seconds: Double)]) throws {
    let reading = try measure(
      stretches.map { Tone(level: $0.level, seconds: $0.seconds) }, rate: 16_000)
    #expect(abs((reading.integrated ?? 0) + 23) <= 0.1)
  }

  /// EBU Tech 3342, table 1, cases 1 to 3: ±1 LU.
  @Test(arguments: [(-20.0, -30.0, 10.0), (-20, -15, 5), (-40, -20, 20)])
  func rangeIsTheDistanceOfTwoTones(first: Double, second: Double, range: Double) throws {
    let reading = try measure(
      [Tone(level: first, seconds: 20), Tone(level: second, seconds: 20)], rate: 16_000)
    #expect(abs(reading.range - range) <= 1)
  }

  /// Case 15 of EBU Tech 3341: a quarter of the rate, at 45 degrees between the samples.
  @Test func truePeakIsBetweenTheSamples() throws {
    let meter = try LoudnessMeter(rate: 48_000, channels: 1, maximumFrames: 480)
    let block = (0..<48_000).map { Float(0.5 * sin(.pi / 2 * Double($0) + .pi / 4)) }
    #expect(write([block], to: meter.ring))
    meter.measure(isLast: true)
    #expect((block.max() ?? 0) < 0.36)
    let decibels = 20 * log10(meter.reading.truePeak)
    #expect(decibels > -6.02 - 0.4 && decibels < -6.02 + 0.2)
  }

  /// Of the louder channel: a sine's RMS is its peak over the root of two.
  @Test func peakAndRMSAreThoseOfTheLoudestChannel() throws {
    let meter = try LoudnessMeter(rate: 48_000, channels: 2, maximumFrames: 480)
    let sine = (0..<480).map { Float(0.5 * sin(2 * .pi * Double($0) / 48)) }
    #expect(write([sine.map { $0 / 2 }, sine], to: meter.ring))
    #expect(write([sine, sine.map { $0 / 2 }].map { $0.map { -$0 / 4 } }, to: meter.ring))
    meter.measure(isLast: true)
    #expect(abs(meter.reading.peak - 0.5) < 1e-6)
    // The second channel, in half of the frames at an eighth.
    #expect(abs(meter.reading.rms - (0.125 * (1 + 1.0 / 64) / 2).squareRoot()) < 1e-6)
  }

  @Test func silenceHasNoLoudness() throws {
    let meter = try LoudnessMeter(rate: 48_000, channels: 2, maximumFrames: 480)
    #expect(meter.reading == LoudnessReading())
    let block = [Float](repeating: 0, count: 48_000)
    #expect(write([block, block], to: meter.ring))
    meter.measure(isLast: true)
    #expect(meter.reading == LoudnessReading())
  }

  @Test func whatIsNotANumberIsSilence() throws {
    let meter = try LoudnessMeter(rate: 48_000, channels: 1, maximumFrames: 480)
    let block = (0..<48_000).map { $0 == 100 ? Float.nan : Float(sin(Double($0) / 10)) }
    for _ in 0..<2 {
      #expect(write([block], to: meter.ring))
      meter.measure(isLast: true)
    }
    #expect(meter.reading.integrated != nil)
    #expect(meter.reading.truePeak < 2)
  }

  @Test func whatDoesNotFitIsCounted() throws {
    let meter = try LoudnessMeter(rate: 8000, channels: 1, maximumFrames: 64)
    let block = [Float](repeating: 0, count: 8192)
    #expect(write([block], to: meter.ring))
    #expect(!write([[0, 0, 0]], to: meter.ring))
    #expect(meter.lostFrames == 3)
  }

  @Test(arguments: [(48_000, 65), (48_000, 0), (1, 2)])
  func whatCannotBeMeasuredIsRefused(rate: Int, channels: Int) {
    #expect(throws: LoudnessError.self) {
      try LoudnessMeter(rate: rate, channels: channels, maximumFrames: 64)
    }
  }
}

private func write(_ planes: [[Float]], to ring: SampleRing) -> Bool {
  let copies = planes.map { plane in
    let copy = UnsafeMutablePointer<Float>.allocate(capacity: plane.count)
    copy.initialize(from: plane, count: plane.count)
    return copy
  }
  defer { copies.forEach { $0.deallocate() } }
  var pointers: [UnsafePointer<Float>?] = copies.map { UnsafePointer($0) }
  return ring.write(&pointers, frames: planes[0].count)
}
