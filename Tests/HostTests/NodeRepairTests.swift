import Drivers
import Foundation
import Graph
import Synchronization
import Telemetry
import TestSupport
import Testing

@testable import Host

extension LiveHosts {
  @Suite("Node repair", .serialized) struct NodeRepairTests {
    private static let format = StreamFormat(
      rate: 48_000, periodFrames: 64, periods: 2, captureChannels: 1, playbackChannels: 2)
    private static let session = """
      name: broken
      device: {capture: 1, playback: 2}
      queue: {workers: 1}
      fades: {start: 0.01, stop: 0.01}
      nodes:
        - {name: amp, plugin: "ladspa:broken:broken"}
      connections:
        - capture:out_1 -> amp:in
        - amp:out -> playback:in_1
        - capture:out_1 -> playback:in_2
      """

    /// Plays a slow triangle until something is true, and gives what was heard.
    private func play(_ driver: ManualDriver, until isDone: () -> Bool) async -> [[Float]]? {
      let heard = Locked<[[Float]]>([[], []])
      let hasEnded = await eventually {
        for _ in 0..<20 {
          let block = driver.step(capture: [(0..<64).map { 0.5 - abs(Float($0) - 32) / 64 }])
          heard.withLock { all in
            for channel in 0..<2 { all[channel] += block[channel] }
          }
        }
        return isDone()
      }
      return hasEnded ? heard.withLock { $0 } : nil
    }

    private func said(_ host: AudioHost, _ text: String) -> Bool {
      host.events.all.contains { $0.text.contains(text) }
    }

    private func withHost(
      restartsNeeded: Int,
      _ body: (HostFixture, AudioHost, ManualDriver, BrokenPlugin) async throws
        -> Void
    ) async throws {
      try await withHostFixture { fixture in
        var fixture = fixture
        let plugins = OnePlugin(BrokenPlugin(breaksAt: 9_600, restartsNeeded: restartsNeeded))
        fixture.catalogues = [plugins]
        let driver = ManualDriver(format: Self.format)
        let host = try fixture.host(
          Self.session, driver: driver, takePath: fixture.path("take"))
        try host.start()
        try await body(fixture, host, driver, plugins.plugin)
        host.end()
      }
    }

    @Test func aBrokenPluginIsNamedRestartedAndHeardAgainAndAReplayDoesTheSame() async throws {
      try await withHost(restartsNeeded: 1) { fixture, host, driver, plugin in
        let first = await play(driver) { said(host, "amp: restarted") }
        #expect(said(host, "amp: gave NaN in its output 1, muted"))
        let troubles = host.report().troubles
        #expect(troubles.map(\.node) == ["amp"])
        #expect(troubles.first?.text.hasPrefix("muted: NaN in its output 1") == true)
        #expect(plugin.restarts.load(ordering: .relaxed) == 1)
        let second = await play(driver) { !host.live.nodes[0].statistics.outputs.isMuted }
        let third = await play(driver) { true }
        let heard = try [#require(first), #require(second), #require(third)]
        #expect(heard[0][0].allSatisfy { $0.isFinite })
        #expect(heard[1][0].contains { $0 == 0 })
        #expect(heard[2][0] == heard[2][1])
        #expect(host.report().troubles.isEmpty)
        host.end()
        var again = fixture
        again.catalogues = [OnePlugin(BrokenPlugin(breaksAt: 9_600, restartsNeeded: 1))]
        let take = try Take(path: fixture.path("take"))
        #expect(take.events.contains { $0.action == .rest(node: "amp") })
        #expect(take.events.contains { $0.action == .wake(node: "amp") })
        guard take.doubts.isEmpty else { return }
        let replay = try TakeReplay(
          path: fixture.path("take"), loader: SessionLoader(catalogues: again.catalogues),
          outputPath: fixture.path("again.w64"))
        _ = try replay.run()
        let same = try fixture.read("again.w64") == fixture.read("take/playback.w64")
        #expect(same)
      }
    }

    @Test func aPluginThatStaysBrokenIsBypassedUntilTheSessionIsReadAgain() async throws {
      try await withHost(restartsNeeded: 5) { fixture, host, driver, plugin in
        let first = await play(driver) { host.live.isExcluded("amp") && host.live.isSettled }
        #expect(said(host, "amp: bypassed, as its output was bad after 3 restarts"))
        #expect(plugin.restarts.load(ordering: .relaxed) == 3)
        #expect(
          host.report().troubles
            == [TroubleStatus(node: "amp", text: "bypassed: its output stayed bad")])
        let bypassed = await play(driver) { true }
        let (muted, dry) = (try #require(first), try #require(bypassed))
        #expect(muted[0].allSatisfy { $0.isFinite })
        #expect(dry[0] == dry[1])
        #expect(host.reload())
        #expect(!host.live.isExcluded("amp"))
        let second = await play(driver) {
          plugin.restarts.load(ordering: .relaxed) == 5
            && !host.live.nodes[0].statistics.outputs.isMuted && host.live.isSettled
        }
        let third = await play(driver) { true }
        let (back, wet) = (try #require(second), try #require(third))
        #expect(back[0].allSatisfy { $0.isFinite })
        #expect(wet[0] == wet[1])
      }
    }

    @Test func aRenderTellsWhatWasMuted() async throws {
      try await withHostFixture { fixture in
        var fixture = fixture
        fixture.catalogues = [OnePlugin(BrokenPlugin(breaksAt: 9_600, restartsNeeded: 1))]
        _ = try fixture.writeNoise("in.wav", channels: 1, frames: 24_000)
        let (session, loader) = try fixture.session(Self.session)
        let result = try OfflineRender(
          session: session, loader: loader, inputPath: fixture.path("in.wav"),
          outputPath: fixture.path("out.wav")
        ).run()
        #expect(result.notes.contains("amp: gave NaN in its output 1, muted"))
        let rendered = try fixture.read("out.wav")
        #expect(rendered.allSatisfy { channel in channel.allSatisfy { $0.isFinite } })
      }
    }
  }
}

@Suite("Key for runaway levels") struct SessionRunawayTests {
  let scratch: SessionScratch
  init() throws { scratch = try SessionScratch() }

  @Test func theLimitIsFortyDecibelsUnlessTheSessionSays() throws {
    let nodes = "nodes: [{name: amp, builtin: gain}]\nchain: [amp, playback]"
    let (plain, low) = (try scratch.load(nodes), try scratch.load("runaway: 24\n" + nodes))
    #expect(plain.session.runawayDecibels == 40)
    #expect(low.session.runawayDecibels == 24)
  }

  @Test func aLimitThatCannotBeIsTold() throws {
    let problems = try scratch.problems(
      "runaway: 3\nnodes: [{name: a, builtin: gain}]\nchain: [a, playback]")
    #expect(
      problems.contains { $0.contains("`runaway:` must be a number from 12 to 200 dB, not `3`") })
  }
}
