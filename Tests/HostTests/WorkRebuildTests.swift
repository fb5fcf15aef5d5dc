import Foundation
import SoundFiles
import Telemetry
import TestSupport
import Testing

@testable import Host

/// What nodes do beside the cycle, when their graph is made again for another rate.
@Suite("Background work over rebuilds", .serialized) struct WorkRebuildTests {
  private static func session(_ nodes: String, chain: String) -> String {
    """
    device: {capture: 1, playback: 1}
    nodes:
    \(nodes)
    chain: \(chain)
    """
  }

  /// A file whose samples say how many seconds of it have gone, in tenths.
  private static func writeSeconds(_ fixture: HostFixture, rate: Int, seconds: Int) throws {
    let writer = try SoundFileWriter(path: fixture.path("time.wav"), rate: rate, channelCount: 1)
    let samples = (0..<rate * seconds).map { Float($0) / Float(rate) / 10 }
    try samples.withUnsafeBufferPointer { samples in
      let planes = [samples.baseAddress]
      try planes.withUnsafeBufferPointer { planes in
        if let base = planes.baseAddress { try writer.write(base, frames: samples.count) }
      }
    }
    try writer.close()
  }

  @Test(arguments: [false, true])
  func playsOnAtTheSamePlaceOfItsFile(_ isLate: Bool) async throws {
    try await withHostFixture { fixture in
      try Self.writeSeconds(fixture, rate: 48_000, seconds: 9)
      let text = Self.session(
        "  - {name: play, builtin: file-player, file: time.wav, start: 0.5}",
        chain: "[play, playback]")
      let stage = try GraphStage(fixture, text, rate: 48_000, maximumFrames: 480)
      let silence = [Float](repeating: 0, count: 24_000)
      let first = try stage.play(through: silence, period: 480)
      #expect(abs((first.last ?? 0) - (0.05 + 23_999 / 480_000)) < 1e-6)
      // Up to now a second of the file.
      var seconds = 1.0
      var tolerance = 0.0
      for (rate, period) in [(96_000, 1024), (44_100, 256), (48_000, 480)] {
        let rebuild = try stage.live.prepareRebuild(rate: rate, maximumFrames: period)
        if isLate {
          // The old graph plays on, at its own rate, further than was read ahead.
          let before = stage.live.factory
          _ = try stage.play(
            through: [Float](repeating: 0, count: before.rate * 5 / 2),
            period: before.maximumFrames)
          seconds += 2.5
        }
        #expect(try stage.live.commit(rebuild) == [])
        let played = stage.play(frames: period)[0]
        let errors = played.enumerated().map { frame, sample in
          abs(Double(sample) * 10 - seconds - Double(frame) / Double(rate))
        }
        // To the nearest frame, each time.
        tolerance += 0.51 / Double(rate)
        #expect((errors.max() ?? 1) < tolerance)
        seconds += Double(period) / Double(rate)
      }
      #expect(stage.lines == [])
      #expect(stage.live.work.map(\.lostFrames) == [0])
    }
  }

  @Test func recordsOnInFilesOfTheirOwn() async throws {
    try await withHostFixture { fixture in
      // Not to be lost.
      _ = try fixture.writeNoise("take-2.wav", channels: 1, frames: 10)
      let text = Self.session(
        "  - {name: tape, builtin: recorder, file: take.wav, channels: 1, format: pcm24}",
        chain: "[capture, tape, playback]")
      let stage = try GraphStage(fixture, text, rate: 48_000, maximumFrames: 64)
      _ = try stage.play(through: [Float](repeating: 0.25, count: 1000), period: 64)
      #expect(
        try stage.live.rebuild(rate: 44_100, maximumFrames: 64) == [
          "tape: the recording goes on in \(fixture.path("take-3.wav")), at 44100 Hz"
        ])
      _ = try stage.play(through: [Float](repeating: 0.5, count: 2000), period: 64)
      _ = try stage.live.rebuild(rate: 48_000, maximumFrames: 64)
      _ = try stage.play(through: [Float](repeating: 0.75, count: 3000), period: 64)
      try stage.end()
      for (name, rate, level, frames) in [
        ("take.wav", 48_000, 0.25, 1000), ("take-3.wav", 44_100, 0.5, 2000),
        ("take-4.wav", 48_000, 0.75, 3000),
      ] {
        #expect(try SoundFileReader(path: fixture.path(name)).rate == rate)
        #expect(
          try fixture.read(name) == [[Float](repeating: Float(level), count: frames)], "\(name)")
      }
      #expect(try fixture.read("take-2.wav")[0].count == 10)
    }
  }

  @Test func playsOnWithoutARecordingThatCannotGoOn() async throws {
    try await withHostFixture { fixture in
      let folder = URL(filePath: fixture.path("tapes"))
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      let text = Self.session(
        "  - {name: tape, builtin: recorder, file: tapes/take.wav, channels: 1}",
        chain: "[capture, tape, playback]")
      let stage = try GraphStage(fixture, text, rate: 48_000, maximumFrames: 64)
      let ones = [Float](repeating: 1, count: 640)
      _ = try stage.play(through: ones, period: 64)
      try FileManager.default.moveItem(at: folder, to: URL(filePath: fixture.path("away")))
      let lines = try stage.live.rebuild(rate: 44_100, maximumFrames: 64)
      #expect(lines.count == 1)
      #expect(lines[0].hasPrefix("tape: the recording ends here: "))
      #expect(lines[0].contains(fixture.path("tapes/take-2.wav")))
      #expect(try stage.play(through: ones, period: 64) == ones)
      try FileManager.default.moveItem(at: URL(filePath: fixture.path("away")), to: folder)
      #expect(
        try stage.live.rebuild(rate: 48_000, maximumFrames: 64) == [
          "tape: the recording goes on in \(fixture.path("tapes/take-2.wav")), at 48000 Hz"
        ])
      _ = try stage.play(through: ones, period: 64)
      try stage.end()
      #expect(try fixture.read("tapes/take.wav") == [ones])
      #expect(try fixture.read("tapes/take-2.wav") == [ones])
    }
  }

  @Test func refusesASessionThatWouldEmptyAnEarlierPart() async throws {
    try await withHostFixture { fixture in
      let text = Self.session(
        "  - {name: tape, builtin: recorder, file: take.wav, channels: 1}",
        chain: "[capture, tape, playback]")
      let stage = try GraphStage(fixture, text, rate: 48_000, maximumFrames: 64)
      _ = try stage.live.rebuild(rate: 44_100, maximumFrames: 64)
      let (other, _) = try fixture.session(text.replacingOccurrences(of: "tape", with: "other"))
      #expect(throws: HostError.self) { try stage.live.replace(with: other) }
    }
  }

  @Test func metersMeasureOn() async throws {
    try await withHostFixture { fixture in
      let text = Self.session(
        "  - {name: level, builtin: meter, channels: 1}", chain: "[capture, level, playback]")
      let stage = try GraphStage(fixture, text, rate: 48_000, maximumFrames: 480)
      let sine = (0..<96_000).map { Float(0.1 * sin(2 * .pi * 997 * Double($0) / 48_000)) }
      _ = try stage.play(through: sine, period: 480)
      let before = try #require(stage.live.work[0].meter)
      _ = try stage.live.rebuild(rate: 44_100, maximumFrames: 480)
      let after = try #require(stage.live.work[0].meter)
      #expect(before.integrated != nil)
      #expect(after.integrated == before.integrated)
      #expect(after.peak == before.peak)
      #expect(after.rms == before.rms)
      #expect(after.truePeak == before.truePeak)
      // Silence is gated, as if the meter had heard both in one go.
      _ = try stage.play(through: [Float](repeating: 0, count: 88_200), period: 441)
      let end = try #require(stage.live.work[0].meter)
      #expect(end.integrated == before.integrated)
      #expect(abs(end.rms - before.rms * (96_000.0 / 184_200).squareRoot()) < 1e-9)
      #expect(stage.lines == [])
    }
  }
}
