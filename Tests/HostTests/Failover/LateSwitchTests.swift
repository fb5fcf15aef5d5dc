import Drivers
import Foundation
import Graph
import Synchronization
import Telemetry
import TestSupport
import Testing
import WorkQueues

@testable import Host

extension LiveHosts {
  /// Threads that are lost in a node while drivers come and go.
  @Suite("Late nodes and other drivers", .serialized) struct LateSwitchTests {
    /// 100 ms a period: longer than the machine stalls.
    private static func session(_ device: String) -> String {
      """
      name: late
      device: {capture: 0, playback: 1, rate: 48000, period: 4800, \(device)}
      queue: {workers: 1}
      fades: {start: 0.05, stop: 0.05, lost: 0.05, back: 0.05, curve: linear}
      nodes:
        - {name: tone, builtin: tone, frequency: 100, level: -6}
        - {name: patient, plugin: "ladspa:sick:sick"}
      chain: [tone, patient, playback]
      """
    }

    private static let leftBehind =
      "paced: a thread is still in a node that does not return; left behind until the end"

    private struct Rig {
      let fixture: HostFixture
      let host: AudioHost
      let card: PacedCard
      let plugin: SickPlugin

      func said(_ text: String) -> Bool { host.events.all.contains { $0.text.contains(text) } }
      var driver: any Driver { host.selection.driver }
      var misses: UInt64 { host.live.nodes[1].statistics.misses }
      func periods(_ driver: (any Driver)?) -> UInt64 {
        driver?.counters.periods.load(ordering: .relaxed) ?? 0
      }

      /// Waits until a driver has played some periods.
      func plays(_ name: String, periods count: UInt64 = 4) async -> Bool {
        guard await eventually({ driver.name == name }) else { return false }
        let (present, before) = (driver, periods(driver))
        return await eventually { periods(present) >= before + count }
      }
    }

    /// A host whose second node stays in its third block until it is released.
    private func withRig(_ body: (Rig) async throws -> Void) async throws {
      try await withHostFixture { fixture in
        var fixture = fixture
        let plugins = OnePlugin(SickPlugin())
        fixture.catalogues = [plugins]
        plugins.plugin.sickBlock.store(3, ordering: .releasing)
        let card = PacedCard()
        let (session, loader) = try fixture.session(Self.session("driver: alsa"))
        let clock = DriverProvider(
          name: "clock", probe: { _ in .available("the clock keeps time") },
          open: { (request, _) throws(DriverError) in try ClockDriver(request) })
        let host = try AudioHost(
          AudioHost.Setup(
            session: session, loader: loader, providers: [card.provider, clock],
            taskClasses: .builtIn, recordPath: fixture.path("played.wav")))
        defer {
          plugins.plugin.isReleased.store(true, ordering: .releasing)
          host.end()
        }
        try host.start()
        let rig = Rig(fixture: fixture, host: host, card: card, plugin: plugins.plugin)
        #expect(await eventually { rig.misses > 0 })
        try await body(rig)
      }
    }

    /// 100 Hz at half of full scale, the fades of 50 ms, and that around the node that is late.
    private static let steepest: Float = 0.5012 * 2 * .pi * 100 / 48_000 + 0.003

    @Test func aThreadLostOnACardThatGoesIsPlayedWithoutOnTheClockAndOnTheCardAgain() async throws {
      try await withRig { rig in
        rig.card.unplug()
        #expect(await rig.plays("clock"))
        #expect(await eventually { rig.said(Self.leftBehind) })
        rig.card.plugIn()
        #expect(await rig.plays("paced"))
        #expect(rig.said("patient was late"))
        #expect(rig.plugin.returned.load(ordering: .acquiring) == 0)
        #expect(rig.host.failover.counters.counts == DeviceCounts(losses: 1, returns: 1))
        rig.host.end()
        let played = try rig.fixture.read("played.wav")[0]
        #expect(FailoverRig.largestStep(played) <= Self.steepest)
        // The tone, without the node, from the last driver too.
        #expect((played.suffix(2 * 4_800).map(abs).max() ?? 0) > 0.4)
      }
    }

    @Test func aThreadThatComesBackOnAnotherDriverHasItsNodePlayedAgain() async throws {
      try await withRig { rig in
        rig.card.unplug()
        #expect(await rig.plays("clock"))
        #expect(await eventually { rig.said(Self.leftBehind) })
        let blocks = rig.plugin.blocks.load(ordering: .acquiring)
        rig.plugin.isReleased.store(true, ordering: .releasing)
        #expect(await eventually { rig.plugin.returned.load(ordering: .acquiring) == 1 })
        // Performed by the clock's own thread now.
        #expect(await eventually { rig.plugin.blocks.load(ordering: .acquiring) > blocks + 3 })
        rig.card.plugIn()
        #expect(await rig.plays("paced"))
        let onCard = rig.plugin.blocks.load(ordering: .acquiring)
        #expect(await eventually { rig.plugin.blocks.load(ordering: .acquiring) > onCard + 3 })
        rig.host.end()
        let played = try rig.fixture.read("played.wav")[0]
        #expect(FailoverRig.largestStep(played) <= Self.steepest)
      }
    }

    @Test func aChangeOfDevicesLeavesTheLostThreadBehind() async throws {
      try await withRig { rig in
        try rig.fixture.write(Self.session("driver: clock"))
        #expect(rig.host.reload())
        #expect(await rig.plays("clock"))
        #expect(await eventually { rig.said(Self.leftBehind) })
        #expect(rig.host.failover.counters.counts == DeviceCounts(switches: 1))
        let misses = rig.misses
        rig.plugin.isReleased.store(true, ordering: .releasing)
        #expect(await eventually { rig.plugin.returned.load(ordering: .acquiring) == 1 })
        #expect(await rig.plays("clock"))
        // Late no more, but for a period it came back in.
        let after = rig.misses
        #expect(await rig.plays("clock"))
        #expect(rig.misses == after, "\(misses) when it came back")
      }
    }
  }
}
