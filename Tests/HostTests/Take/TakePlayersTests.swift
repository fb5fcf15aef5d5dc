import Drivers
import Foundation
import Realtime
import SoundFiles
import TestSupport
import Testing

@testable import Host

extension LiveHosts {
  @Suite("Players in takes", .serialized) struct TakePlayersTests {
    private static let format = StreamFormat(
      rate: 48_000, periodFrames: 256, periods: 2, captureChannels: 0, playbackChannels: 2)

    /// A file at the device's rate, and one that is converted.
    private static func session(start: Double) -> String {
      """
      device: {capture: 0, playback: 2}
      queue: {workers: 1}
      fades: {start: 0.01, stop: 0.01, session: 0.02}
      nodes:
        - {name: deck, builtin: file-player, file: a.wav, loop: true, start: \(start)}
        - {name: other, builtin: file-player, file: b.wav, loop: true}
      connections:
        - deck:out_1 -> playback:in_1
        - other:out_1 -> playback:in_2
      """
    }

    private func writeFiles(_ fixture: HostFixture) throws {
      _ = try fixture.writeNoise("a.wav", channels: 1, frames: 100_003)
      let writer = try SoundFileWriter(path: fixture.path("b.wav"), rate: 44_100, channelCount: 1)
      let sine = (0..<44_100).map { Float(0.5 * sin(2 * .pi * Double($0) / 321)) }
      try sine.withUnsafeBufferPointer { buffer in
        if let base = buffer.baseAddress { try writer.write(interleaved: base, frames: 44_100) }
      }
      try writer.close()
    }

    /// Plays faster than the disk's queue reads, but not faster than it writes, until each player
    /// that plays now was late.
    private func race(_ host: AudioHost, _ driver: ManualDriver) async throws {
      let ring = try #require(host.take?.writer.playback?.recording.ring)
      let isStarved = await eventually {
        guard ring.availableFrames < 10_000 else { return false }
        // 4.8 seconds at once: 2.7 are read ahead, and the take has room for 5.4.
        for _ in 0..<900 { driver.step() }
        return lostFrames(host).allSatisfy { $0 > 0 }
      }
      #expect(isStarved)
    }

    private func lostFrames(_ host: AudioHost) -> [Int] { host.live.nodes.map(\.lostFrames) }

    /// Has players starve, and others of their names; gives what is in doubt.
    private func take(_ fixture: HostFixture) async throws -> [String] {
      try writeFiles(fixture)
      let driver = ManualDriver(format: Self.format)
      let host = try fixture.host(
        Self.session(start: 0), driver: driver, takePath: fixture.path("take"))
      defer { host.end() }
      try host.start()
      try await race(host, driver)
      try fixture.write(Self.session(start: 0.5))
      #expect(host.reload())
      let hasSettled = await eventually {
        driver.step()
        return host.live.isSettled
      }
      #expect(hasSettled)
      try await race(host, driver)
      host.end()
      return try Take(path: fixture.path("take")).doubts
    }

    @Test func aReplayLacksWhatTheTakeLacked() async throws {
      try await untilNothingIsInDoubt { fixture in
        let doubts = try await take(fixture)
        guard doubts.isEmpty else { return doubts }
        let take = try Take(path: fixture.path("take"))
        #expect(Set(take.players.map(\.node)) == ["deck", "other"])
        #expect(take.players.contains { $0.node == "deck" && $0.session == 1 })
        #expect(take.players.contains { if case .jump = $0.happening { true } else { false } })
        let played = try fixture.read("take/playback.w64")
        let again = try fixture.replayTake(as: "again.w64")
        #expect(again.map(\.count) == played.map(\.count))
        for (channel, other) in zip(again, played) {
          #expect(zip(channel, other).enumerated().first { $1.0 != $1.1 }?.offset == nil)
        }
        // Without them it is another.
        try FileManager.default.removeItem(atPath: take.folder.players)
        #expect(try fixture.replayTake(as: "without.w64") != played)
        return []
      }
    }

    @Test func moreThanCouldBeNotedIsADoubt() async throws {
      try await withHostFixture { fixture in
        try writeFiles(fixture)
        let driver = ManualDriver(format: Self.format)
        let host = try fixture.host(
          Self.session(start: 0), driver: driver, takePath: fixture.path("take"))
        host.take?.writer.note(PlayerEvent(node: "deck", session: 0, happening: .unknown))
        host.end()
        let take = try Take(path: fixture.path("take"))
        #expect(
          take.doubts == ["deck had to do without more than could be noted: the replay differs"])
      }
    }
  }
}
