import Drivers
import Foundation
import Synchronization
import Telemetry
import TestSupport
import Testing
import WorkQueues

@testable import Host

extension LiveHosts {
  /// What a host tells of itself while somebody looks.
  @Suite("Watched hosts", .serialized) struct WatchedHostTests {
    private static let session = """
      name: watched
      device: {capture: 0, playback: 1}
      queue: {workers: 1}
      fades: {start: 0, stop: 0}
      nodes:
        - {name: tone, builtin: tone, frequency: 1000, level: -6}
        - {name: trim, builtin: gain, channels: 1, bypass: true}
      chain: [tone, trim, playback]
      """

    @Test func everythingIsFilledIn() async throws {
      try await withHostFixture { fixture in
        let driver = ManualDriver(
          format: StreamFormat(
            rate: 48_000, periodFrames: 480, periods: 2, captureChannels: 0, playbackChannels: 1))
        let host = try fixture.host(Self.session, driver: driver)
        try host.start()
        _ = host.latestReport
        #expect(host.loudness.withLock { $0 }?.status == nil)
        // A lane is told of a thread, so it has to be the same all the time.
        let isPlaying = Locked(true)
        let device = Thread {
          while isPlaying.withLock({ $0 }) {
            driver.step()
            usleep(500)
          }
        }
        device.start()
        // The loudness of half a second, a timed period, and a look at what comes next.
        let isThere = await eventually(timeout: .seconds(60)) {
          let frame = host.latestReport
          // A sine at half of full scale is at −9 dBFS RMS, which EBU R 128 takes for about −9 LUFS.
          return abs((frame.loudness?.momentary ?? 0) + 9) < 1
            && frame.timer.next.contains { $0.name == "loudness" }
            && frame.workers.contains { $0.kind == "guest" && !$0.lane.isEmpty }
        }
        #expect(isThere)
        isPlaying.withLock { $0 = false }
        #expect(await eventually { device.isFinished })
        let frame = host.report()
        #expect(frame.instance == "\(ProcessInfo.processInfo.processIdentifier)")
        #expect(frame.wake.count >= 10)
        let loudness = try #require(frame.loudness)
        #expect(loudness.name == "playback")
        #expect(abs(loudness.truePeak - 0.5) < 0.02)
        #expect(abs(loudness.peak - 0.50119) < 1e-4)
        #expect(abs(loudness.rms - 0.5 / 2.0.squareRoot()) < 0.02)
        #expect(Set(frame.timer.next.map(\.name)).isSuperset(of: ["beat", "report"]))
        #expect(frame.timer.next.contains { $0.queue == "control" })
        #expect(frame.timer.scheduled == frame.scheduledItems)
        #expect(frame.timer.lateness.count == frame.timer.fired)
        let tone = try #require(frame.nodes.first)
        #expect(tone.p50Share > 0)
        #expect(tone.p99Share >= tone.p50Share)
        #expect(frame.nodes.map(\.isBypassed) == [false, true])
        #expect(frame.nodes.map(\.isCritical) == [true, true])
        #expect(frame.nodes.map(\.isSandboxed) == [false, false])
        let guest = try #require(frame.workers.first { $0.kind == "guest" })
        #expect(guest.lane.first?.name == "tone")
        #expect(guest.lane.allSatisfy { $0.startNanoseconds <= $0.endNanoseconds })
        let control = try #require(frame.queues.first { $0.name == "control" })
        #expect(control.depths.count == 3)
        #expect(control.run.p999Nanoseconds >= control.run.p99Nanoseconds)
        host.end()
      }
    }

    @Test func aTaskIsFoundByItsItemAsLongAsItIsThere() {
      let task = ControlTask(named: "fade") {}
      let item = task.item.identity
      #expect(ControlTask.name(of: item) == "fade")
      withExtendedLifetime(task) {}
    }
  }
}
