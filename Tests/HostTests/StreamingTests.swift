import Drivers
import Foundation
import Signal
import SoundFiles
import Telemetry
import TestSupport
import Testing

@testable import Host

@Suite("Streaming in renders", .serialized) struct StreamingTests {
  private static let decks = """
    device: {capture: 0, playback: 2}
    nodes:
      - {name: short, builtin: file-player, file: short.wav, loop: true}
      - {name: long, builtin: file-player, file: long.wav, parameters: {gain: -6}}
      - {name: late, builtin: file-player, file: long.wav, start: 1.5}
      - {name: other, builtin: file-player, file: other.wav, loop: true}
      - {name: mix, builtin: meter}
    connections:
      - short:out_1 -> mix:in_1
      - long:out_1 -> mix:in_1
      - late:out_1 -> mix:in_2
      - other:out_1 -> mix:in_2
      - mix:out_1 -> playback:in_1
      - mix:out_2 -> playback:in_2
    """

  private func writeFiles(_ fixture: HostFixture) throws {
    _ = try fixture.writeNoise("in.wav", channels: 1, frames: 300_001)
    _ = try fixture.writeNoise("short.wav", channels: 1, frames: 997)
    _ = try fixture.writeNoise("long.wav", channels: 1, frames: 250_000)
    let writer = try SoundFileWriter(
      path: fixture.path("other.wav"), rate: 44_100, channelCount: 1)
    let sine = (0..<4410).map { Float(0.5 * sin(2 * .pi * Double($0) / 44.1)) }
    try sine.withUnsafeBufferPointer { buffer in
      if let base = buffer.baseAddress { try writer.write(interleaved: base, frames: 4410) }
    }
    try writer.close()
  }

  @Test func aRenderIsTheSameForAnyNumberOfWorkersAndAnyPeriod() async throws {
    try await withHostFixture { fixture in
      try writeFiles(fixture)
      let (session, loader) = try fixture.session(Self.decks)
      var outputs: [[[Float]]] = []
      var meters: [[MeterStatus]] = []
      for (workers, period) in [(1, 256), (2, 256), (3, 256), (1, 64), (1, 8192)] {
        let result = try OfflineRender(
          session: session, loader: loader, inputPath: fixture.path("in.wav"),
          outputPath: fixture.path("out.wav"), periodFrames: period, workers: workers
        ).run()
        #expect(result.notes.count == 1, "\(result.notes)")
        outputs.append(try fixture.read("out.wav"))
        meters.append(result.meters)
      }
      #expect(outputs.dropFirst().allSatisfy { $0 == outputs[0] })
      #expect(meters.allSatisfy { $0.first?.name == "mix" && $0.count == 1 })
      #expect(Set(meters.map { $0.first?.integrated }).count == 1)
      #expect(Set(meters.map { $0.first?.peak }).count == 1)
    }
  }

  @Test func aRenderHasEveryFrameOfAFile() async throws {
    try await withHostFixture { fixture in
      _ = try fixture.writeNoise("in.wav", channels: 1, frames: 300_001)
      let long = try fixture.writeNoise("long.wav", channels: 1, frames: 250_000)[0]
      let (session, loader) = try fixture.session(
        """
        device: {capture: 0, playback: 2}
        nodes:
          - {name: once, builtin: file-player, file: long.wav}
          - {name: loop, builtin: file-player, file: long.wav, start: 5, loop: true}
        connections:
          - once:out_1 -> playback:in_1
          - loop:out_1 -> playback:in_2
        """)
      _ = try OfflineRender(
        session: session, loader: loader, inputPath: fixture.path("in.wav"),
        outputPath: fixture.path("out.wav")
      ).run()
      let output = try fixture.read("out.wav")
      #expect(output[0] == long + [Float](repeating: 0, count: 50_001))
      #expect(output[1] == (0..<300_001).map { long[($0 + 240_000) % 250_000] })
    }
  }

  @Test func aStartBehindTheEndIsAProblemOfTheSession() async throws {
    try await withHostFixture { fixture in
      _ = try fixture.writeNoise("a.wav", channels: 1, frames: 48_000)
      let error = #expect(throws: (any Error).self) {
        try fixture.session(
          """
          nodes:
            - {name: deck, builtin: file-player, file: a.wav, start: 1}
          chain: [deck, playback]
          """)
      }
      let text = error.map { "\($0)" } ?? ""
      #expect(text.contains("cannot be played from 1.0 s on: it has 1.0 s"))
    }
  }
}

extension LiveHosts {
  @Suite("Streaming while it plays", .serialized) struct LiveStreamingTests {
    @Test func aFileLongerThanItsRingPlaysWholeAndTheMeterTells() async throws {
      try await withHostFixture { fixture in
        let noise = try fixture.writeNoise("a.wav", channels: 1, frames: 200_000)[0]
        let driver = ManualDriver(
          format: StreamFormat(
            rate: 48_000, periodFrames: 1024, periods: 2, captureChannels: 0,
            playbackChannels: 1))
        let host = try fixture.host(
          """
          device: {playback: 1}
          queue: {workers: 1}
          fades: {start: 0, stop: 0}
          nodes:
            - {name: deck, builtin: file-player, file: a.wav}
            - {name: mix, builtin: meter, channels: 1}
          chain: [deck, mix, playback]
          """, driver: driver)
        let deck = try #require(
          host.backgroundWork.lazy.compactMap { $0 as? FilePlaybackWork }.first)
        try host.start()
        var played: [Float] = []
        while played.count < noise.count + 4096 {
          played += driver.step(capture: [])[0]
          // No faster than the disk's queue, whenever that gets to run.
          let stream = deck.playback.stream
          let isReady = await eventually {
            stream.isComplete || stream.written - stream.position >= 2048
          }
          #expect(isReady)
        }
        let start = (played.firstIndex { $0 != 0 } ?? 0) + 2048
        #expect(played[start..<noise.count] == noise[start...])
        #expect(played[noise.count...].allSatisfy { $0 == 0 })
        let status = host.report()
        #expect(status.nodes.first { $0.name == "deck" }?.lostFrames == 0)
        #expect(status.meters.map(\.name) == ["mix"])
        host.end()
        host.end()
        let lines = host.events.all.map(\.text).filter { $0.hasPrefix("meter mix: peak 0.0 dBFS") }
        #expect(lines.count == 1)
      }
    }
  }
}
