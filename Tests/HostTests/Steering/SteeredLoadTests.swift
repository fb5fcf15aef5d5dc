import Control
import Drivers
import Foundation
import TestSupport
import Testing

@testable import Host

extension LiveHosts {
  @Suite("Steering under load", .serialized) struct SteeredLoadTests {
    @Test func fiveHundredClientsAreToldLevelsAndOneIsAnswered() async throws {
      try await withStage { stage in
        let player = BusyPlayer(stage.driver)
        let path = try #require(stage.host.controlPath)
        let clients = try (0..<500).map { _ in
          let client = try ControlClient(path: path, timeoutMilliseconds: 60_000)
          _ = try client.request(.subscribe(Subscription([.levels])), timeoutMilliseconds: 60_000)
          return client
        }
        for value in 0..<20 {
          try stage.edit(.set(node: "amp", parameter: "gain", value: .number(Double(-value))))
        }
        for client in clients {
          let told = try client.nextNotification(timeoutMilliseconds: 60_000)
          #expect(told?.topic == .levels)
        }
        player.end()
      }
    }

    @Test func aHostWhosePeriodsAreFullAnswers() async throws {
      try await withHostFixture { fixture in
        var fixture = fixture
        fixture.catalogues = [OnePlugin(BusyPlugin())]
        let format = StreamFormat(
          rate: 48_000, periodFrames: 480, periods: 2, captureChannels: 0, playbackChannels: 1)
        let text = """
          device: {playback: 1}
          nodes:
            - {name: busy, plugin: "ladspa:busy:busy"}
            - {name: amp, builtin: gain, channels: 1}
          chain: [busy, amp, playback]
          """
        let driver = try ClockDriver(
          StreamRequest(
            device: "", rate: format.rate, periodFrames: format.periodFrames,
            captureChannels: 0, playbackChannels: 1))
        let host = try fixture.host(text, driver: driver) { setup in
          setup.controlDirectory = SocketDirectory(path: fixture.path("sockets"))
        }
        try host.start()
        let client = try ControlClient(
          path: try #require(host.controlPath), timeoutMilliseconds: 60_000)
        for value in 0..<50 {
          let edit = ControlEdit.set(
            node: "amp", parameter: "gain", value: .number(Double(-value)))
          _ = try client.request(.host(.edit([edit])), timeoutMilliseconds: 60_000).get()
        }
        let state = try client.request(.host(.state([])), timeoutMilliseconds: 60_000).get()
        #expect(state["session"]?["state"] == "running")
        host.end()
      }
    }
  }
}
