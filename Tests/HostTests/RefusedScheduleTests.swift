import Drivers
import TestSupport
import Testing
import WorkQueues

@testable import Host

extension LiveHosts {
  /// A timer that takes nothing any more, as that of a host that ends.
  @Suite("A host whose timer refuses", .serialized) struct RefusedScheduleTests {
    private static func session(_ level: Int) -> String {
      """
      name: refused
      device: {capture: 0, playback: 1}
      queue: {workers: 1}
      fades: {start: 0, stop: 0.1}
      nodes: [{name: tone\(level), builtin: tone, frequency: 100, level: \(level)}]
      chain: [tone\(level), playback]
      """
    }

    private func withRefusingHost(
      _ body: (AudioHost, HostFixture, ManualDriver) throws -> Void
    ) async throws {
      try await withHostFixture { fixture in
        let driver = ManualDriver(
          format: StreamFormat(
            rate: 48_000, periodFrames: 64, periods: 2, captureChannels: 0, playbackChannels: 1))
        let host = try fixture.host(Self.session(-6), driver: driver)
        try host.start()
        defer { host.end() }
        driver.step()
        host.platform.shutdown()
        try body(host, fixture, driver)
      }
    }

    @Test func leavesAnEditAsItIs() async throws {
      try await withRefusingHost { host, fixture, driver in
        try fixture.write(Self.session(-9))
        #expect(host.reload())
        #expect(!host.live.isSettled)
        #expect(driver.step()[0].contains { $0 != 0 })
      }
    }

    @Test func endsWithoutWaitingForTheFade() async throws {
      try await withRefusingHost { host, _, _ in
        host.requestStop()
        #expect(host.hasFaded)
      }
    }
  }
}
