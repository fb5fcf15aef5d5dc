import Drivers
import RoundTrip
import Testing
import WorkQueues

@Suite("RoundTripRecorder", .serialized) struct RoundTripRecorderTests {
  private let signal = TestSignal(rate: 8000, longestFrames: 1000, level: 0.5)
  private let format = StreamFormat(
    rate: 8000, periodFrames: 96, periods: 2, captureChannels: 2, playbackChannels: 2)

  @Test func playsOnOneChannelAndRecordsAll() throws {
    let platform = try WorkPlatform()
    defer { platform.shutdown() }
    let driver = ManualDriver(format: format)
    let recorder = RoundTripRecorder(signal, repetitions: 3, captureChannels: 2)
    try driver.start(recorder.callback, on: platform.makeQueue(named: "audio", kind: .standard))
    defer { driver.stop() }
    var before: [[Float]] = [[], []]
    // Silent until told to play.
    #expect(driver.step().allSatisfy { $0.allSatisfy { $0 == 0 } })
    for turn in 0..<2 {
      recorder.play(on: turn)
      var played: [[Float]] = [[], []]
      while recorder.turns == turn {
        // What is played comes back one period later, on the other channel.
        let capture = [before[1], before[0]]
        before = driver.step(capture: capture)
        for channel in 0..<2 { played[channel] += before[channel] }
      }
      let expected = signal.samples + signal.samples + signal.samples
      #expect(Array(played[turn].prefix(expected.count)) == expected)
      #expect(played[turn].dropFirst(expected.count).allSatisfy { $0 == 0 })
      #expect(played[1 - turn].allSatisfy { $0 == 0 })
      let recordings = recorder.recordings(of: 1 - turn)
      #expect(recordings.count == 3)
      for recording in recordings {
        #expect(recording == [Float](repeating: 0, count: 96) + signal.samples.dropLast(96))
      }
      #expect(recorder.recordings(of: turn).allSatisfy { $0.allSatisfy { $0 == 0 } })
    }
  }

  @Test func hasRoomForLongDelays() {
    for longest in [0, 1, 1024, 48_000] {
      let signal = TestSignal(rate: 48_000, longestFrames: longest, level: 1)
      #expect(signal.longestFrames >= longest)
      #expect(signal.samples.allSatisfy { abs($0) <= 1 })
      #expect(signal.samples.contains { abs($0) > 0.99 })
      #expect(signal.samples[signal.sweepFrames...].allSatisfy { $0 == 0 })
    }
  }
}
