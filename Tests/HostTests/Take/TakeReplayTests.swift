import Drivers
import Foundation
import TestSupport
import Testing

@testable import Host

extension LiveHosts {
  @Suite("TakeReplay", .serialized) struct TakeReplayTests {
    private static let format = StreamFormat(
      rate: 48_000, periodFrames: 64, periods: 2, captureChannels: 2, playbackChannels: 2)

    private static func session(gain: Int, isReversed: Bool) -> String {
      let (first, second) = isReversed ? ("echo", "amp") : ("amp", "echo")
      return """
        name: takes
        device: {capture: 2, playback: 2}
        queue: {workers: 2}
        muted: \(isReversed)
        fades: {start: 0.02, stop: {seconds: 0.03, curve: exponential}, session: 0.004}
        nodes:
          - {name: amp, builtin: gain, channels: 2, parameters: {gain: \(gain)}}
          - {name: echo, builtin: feedback, channels: 2}
        chain:
          - [capture, \(first), \(second), playback]
          - [capture, playback]
        """
    }

    private func take(_ fixture: HostFixture) async throws {
      let driver = ManualDriver(format: Self.format)
      let host = try fixture.host(
        Self.session(gain: -6, isReversed: false), driver: driver, takePath: fixture.path("take"))
      var random = SeededGenerator(seed: 7)
      func play(_ periods: Int) {
        for _ in 0..<periods {
          let noise = (0..<2).map { _ in
            (0..<64).map { _ in Float.random(in: -0.5...0.5, using: &random) }
          }
          _ = driver.step(capture: noise)
        }
      }
      try host.start()
      play(100)
      for (gain, isReversed) in [(-12, false), (-3, true), (-20, true), (0, false)] {
        try Self.session(gain: gain, isReversed: isReversed).write(
          toFile: fixture.path("session.yaml"), atomically: true, encoding: .utf8)
        #expect(host.reload())
        let hasSettled = await eventually {
          play(3)
          return host.live.isSettled
        }
        #expect(hasSettled)
        play(20)
      }
      host.requestStop()
      let hasFaded = await eventually {
        play(3)
        return host.hasFaded
      }
      #expect(hasFaded)
      host.end()
    }

    @Test func playsTheSameSamplesForAnyNumberOfWorkers() async throws {
      try await untilNothingIsInDoubt { fixture in
        try await take(fixture)
        let take = try Take(path: fixture.path("take"))
        guard take.doubts.isEmpty else { return take.doubts }
        let played = try fixture.read("take/playback.w64")
        #expect(played.allSatisfy { channel in channel.contains { abs($0) > 0.1 } })
        for workers in 1...3 {
          let output = fixture.path("again.w64")
          let replay = try TakeReplay(
            path: fixture.path("take"), loader: SessionLoader(catalogues: []), outputPath: output,
            workers: workers)
          let result = try replay.run()
          #expect(result.notes == [])
          let again = try fixture.read("again.w64")
          #expect(again == played, "\(workers) workers")
        }
        return []
      }
    }

    @Test func isSilentAboutNothingItCannotFollow() async throws {
      try await withHostFixture { fixture in
        try await take(fixture)
        // The second session never comes, so its values were never posted.
        let events = fixture.path("take/events.jsonl")
        let lines = try String(contentsOfFile: events, encoding: .utf8)
          .split(separator: "\n").filter { !$0.contains("\"reload\"") }
        try lines.joined(separator: "\n").write(
          toFile: events, atomically: true, encoding: .utf8)
        let replay = try TakeReplay(
          path: fixture.path("take"), loader: SessionLoader(catalogues: []),
          outputPath: fixture.path("again.w64"))
        let error = #expect(throws: HostError.self) { try replay.run() }
        #expect(error?.message.contains("the replay cannot follow the take at frame") == true)
      }
    }

    @Test func refusesATakeOfASessionThatIsBroken() async throws {
      try await withHostFixture { fixture in
        try await take(fixture)
        try "nodes: 5".write(
          toFile: fixture.path("take/session-0.yaml"), atomically: true, encoding: .utf8)
        let replay = try TakeReplay(
          path: fixture.path("take"), loader: SessionLoader(catalogues: []),
          outputPath: fixture.path("again.w64"))
        #expect(throws: HostError.self) { try replay.run() }
      }
    }
  }
}
