import CRealtime
import Drivers
import Graph
import Synchronization
import Telemetry
import TestSupport
import Testing

@testable import Host

extension LiveHosts {
  @Suite("Late nodes", .serialized) struct LateNodeTests {
    /// 100 ms a period: longer than the machine stalls.
    private static let request = StreamRequest(
      rate: 48_000, periodFrames: 4_800, captureChannels: 0, playbackChannels: 1)
    private static let session = """
      name: late
      device: {capture: 0, playback: 1}
      queue: {workers: 1}
      fades: {start: 0.01, stop: 0.01}
      nodes:
        - {name: tone, builtin: tone, frequency: 100, level: -6}
        - {name: patient, plugin: "ladspa:sick:sick"}
      chain: [tone, patient, playback]
      """

    private func withHost(
      _ body: (AudioHost, ClockDriver, SickPlugin, Heard) async throws -> Void
    ) async throws {
      try await withHostFixture { fixture in
        var fixture = fixture
        let plugins = OnePlugin(SickPlugin())
        fixture.catalogues = [plugins]
        let heard = Heard()
        let driver = try ClockDriver(Self.request, sink: heard.callback)
        let host = try fixture.host(Self.session, driver: driver)
        try await body(host, driver, plugins.plugin, heard)
      }
    }

    private func said(_ host: AudioHost, _ text: String) -> Bool {
      host.events.all.contains { $0.text.contains(text) }
    }

    @Test func aNodeThatIsLateOnceIsNamedAndThePeriodsGoOn() async throws {
      try await withHost { host, driver, plugin, heard in
        plugin.sickBlock.store(4, ordering: .releasing)
        try host.start()
        #expect(await eventually { driver.counters.rescues.load(ordering: .acquiring) > 0 })
        plugin.isReleased.store(true, ordering: .releasing)
        #expect(await eventually { plugin.blocks.load(ordering: .acquiring) >= 8 })
        host.end()
        #expect(said(host, "patient was late: a period closed without it"))
        #expect(host.live.nodes.map(\.statistics.misses) == [0, 1])
        #expect(!said(host, "left behind"))
        // 100 Hz at half of full scale, and a fade over a period.
        #expect(heard.largestStep <= 0.5012 * 2 * .pi * 100 / 48_000 + 0.003)
        #expect(heard.samples.count >= 8 * 4_800)
      }
    }

    @Test func aNodeThatNeverReturnsIsPlayedWithoutAndTheHostEnds() async throws {
      try await withHost { host, driver, plugin, heard in
        plugin.sickBlock.store(3, ordering: .releasing)
        try host.start()
        #expect(await eventually { driver.counters.periods.load(ordering: .acquiring) > 8 })
        let before = plugin.returned.load(ordering: .acquiring)
        #expect(before == 0)
        #expect(
          host.report().troubles
            == [
              TroubleStatus(
                node: "patient", text: "late: its input is played until it comes back")
            ])
        host.end()
        #expect(said(host, "patient was late"))
        #expect(said(host, "clock: a thread is still in a node that does not return; left behind"))
        #expect(heard.largestStep <= 0.5012 * 2 * .pi * 100 / 48_000 + 0.003)
        #expect(heard.samples.suffix(4_800).contains { $0 != 0 })
        plugin.isReleased.store(true, ordering: .releasing)
        #expect(await eventually { plugin.returned.load(ordering: .acquiring) == 1 })
      }
    }
  }

  /// What a host plays, for ever in memory: a thread may be in it when the test has ended.
  private final class Heard: @unchecked Sendable {
    private let all = Locked<[Float]>([])

    var samples: [Float] { all.withLock { $0 } }

    var largestStep: Float {
      let samples = samples
      return zip(samples, samples.dropFirst()).map { abs($1 - $0) }.max() ?? 0
    }

    var callback: PeriodCallback {
      PeriodCallback(
        function: { context, period in
          guard let context, let period, let samples = period.pointee.playback[0] else { return }
          let frames = Int(period.pointee.frames)
          let block = Array(UnsafeBufferPointer(start: samples, count: frames))
          Unmanaged<Heard>.fromOpaque(context).takeUnretainedValue().all.withLock { $0 += block }
        }, context: Unmanaged.passRetained(self).toOpaque())
    }
  }
}
