import Drivers
import Foundation
import Synchronization
import Telemetry
import TestSupport
import Testing
import WorkQueues

@testable import Host

extension LiveHosts {
  @Suite("AudioHost: governor", .serialized) struct GovernedHostTests {
    private static let twoWorkers = """
      name: loops
      device: {capture: 1, playback: 1}
      queue: {workers: 2}
      nodes:
        - {name: amp, builtin: gain, channels: 1}
      chain: [capture, amp, playback]
      """
    private static let format = StreamFormat(
      rate: 48_000, periodFrames: 64, periods: 2, captureChannels: 1, playbackChannels: 1)

    @Test func runsAsLongAsTheHost() async throws {
      try await withHostFixture { fixture in
        let driver = ManualDriver(format: Self.format)
        let host = try fixture.host(Self.twoWorkers, driver: driver)
        #expect(host.platform.governor.snapshot().isRunning)
        try host.start()
        host.end()
        #expect(!host.platform.governor.snapshot().isRunning)
      }
    }

    @Test(.enabled(if: getuid() == 0, "only root gets real-time priority for certain"))
    func whoDoesNotYieldIsAnEvent() async throws {
      try await withHostFixture { fixture in
        let driver = ManualDriver(format: Self.format)
        let host = try fixture.host(Self.twoWorkers, driver: driver)
        try host.start()
        let isToEnd = Flag()
        let loop = ControlTask { while !isToEnd.value.load(ordering: .relaxed) {} }
        try host.queues.audio.put(loop.item)
        let isTold = await eventually {
          host.events.all.contains {
            $0.text.hasPrefix("worker audio of queue audio, class Pro Audio, has not paused")
          }
        }
        #expect(isTold)
        isToEnd.value.store(true, ordering: .relaxed)
        host.end()
      }
    }

    private final class Flag: Sendable {
      let value = Atomic<Bool>(false)
    }
  }
}
