import Drivers
import Foundation
import Synchronization
import Telemetry
import TestSupport
import Testing
import WorkQueues

@testable import Host

extension LiveHosts {
  @Suite("AudioHost", .serialized) struct AudioHostTests {
    private static let through = """
      name: through
      device: {capture: 1, playback: 1}
      queue: {workers: 1}
      fades: {start: 0.02, stop: 0.02, curve: linear}
      nodes:
        - {name: amp, builtin: gain, channels: 1}
      chain: [capture, amp, playback]
      """
    private static let fadeFrames = 960
    private static let format = StreamFormat(
      rate: 48_000, periodFrames: 64, periods: 2, captureChannels: 1, playbackChannels: 1)
    private static let ones = [[Float](repeating: 1, count: 64)]

    /// Steps until the output is at rest at `gain`, and returns what was played.
    private func play(_ driver: ManualDriver, until gain: Float) async throws -> [Float] {
      var played: [Float] = []
      let hasSettled = await eventually {
        played += driver.step(capture: Self.ones)[0]
        return played.suffix(256).allSatisfy { $0 == gain } && played.count > 256
      }
      #expect(hasSettled)
      return played
    }

    private func largestStep(_ samples: [Float]) -> Float {
      zip(samples, samples.dropFirst()).map { abs($1 - $0) }.max() ?? 0
    }

    @Test func fadesInAndThenPassesEverySampleUnchanged() async throws {
      try await withHostFixture { fixture in
        let driver = ManualDriver(format: Self.format)
        let host = try fixture.host(Self.through, driver: driver)
        try host.start()
        let played = try await play(driver, until: 1)
        #expect(played.first.map { abs($0) <= 1 / Float(Self.fadeFrames) * 1.01 } == true)
        // A linear fade moves by 1/960 a frame; a float's rounding may add a little.
        #expect(largestStep(played) <= 1 / Float(Self.fadeFrames) * 1.01)
        let signal = (0..<64).map { Float($0) / 64 - 0.5 }
        #expect(driver.step(capture: [signal]) == [signal])
        host.end()
      }
    }

    @Test func fadesOutBeforeItEnds() async throws {
      try await withHostFixture { fixture in
        let driver = ManualDriver(format: Self.format)
        let host = try fixture.host(Self.through, driver: driver)
        try host.start()
        _ = try await play(driver, until: 1)
        host.requestStop()
        #expect(!host.hasFaded)
        let played = try await play(driver, until: 0)
        #expect(largestStep(played) <= 1 / Float(Self.fadeFrames) * 1.01)
        #expect(await eventually { host.hasFaded })
        host.end()
        #expect(!driver.isRunning)
      }
    }

    @Test func endsASessionThatOnlyCaptures() async throws {
      try await withHostFixture { fixture in
        let driver = ManualDriver(
          format: StreamFormat(
            rate: 48_000, periodFrames: 64, periods: 2, captureChannels: 1, playbackChannels: 0))
        let host = try fixture.host(
          """
          name: capture
          device: {capture: 1, playback: 0}
          fades: {start: 0.02, stop: 0.02}
          nodes:
            - {name: take, builtin: recorder, file: take.wav, channels: 1}
          chain: [capture, take]
          """, driver: driver)
        try host.start()
        host.requestStop()
        let hasFaded = await eventually {
          driver.step(capture: Self.ones)
          return host.hasFaded
        }
        #expect(hasFaded)
        #expect(!host.events.all.contains { $0.text.contains("did not play") })
        host.end()
      }
    }

    @Test func waitsForTheFadeOfASlowDriver() async throws {
      try await withHostFixture { fixture in
        let driver = ManualDriver(format: Self.format)
        let host = try fixture.host(Self.through, driver: driver)
        try host.start()
        _ = try await play(driver, until: 1)
        host.requestStop()
        // Long after the fade should be over, but no period came to play it.
        try await Task.sleep(for: .milliseconds(200))
        #expect(!host.hasFaded)
        _ = try await play(driver, until: 0)
        #expect(await eventually { host.hasFaded })
        host.end()
      }
    }

    @Test func secondRequestEndsAtOnce() async throws {
      try await withHostFixture { fixture in
        let driver = ManualDriver(format: Self.format)
        let host = try fixture.host(Self.through, driver: driver)
        try host.start()
        host.requestStop()
        host.requestStop()
        #expect(host.hasFaded)
        host.end()
        host.end()
      }
    }

    @Test func recordsWhatIsPlayedWithItsFades() async throws {
      try await withHostFixture { fixture in
        let driver = ManualDriver(format: Self.format)
        let host = try fixture.host(
          Self.through, driver: driver, recordPath: fixture.path("played.wav"))
        try host.start()
        var played = try await play(driver, until: 1)
        host.requestStop()
        played += try await play(driver, until: 0)
        #expect(await eventually { host.hasFaded })
        host.end()
        #expect(try fixture.read("played.wav") == [played])
      }
    }

    @Test func goesOnWithTheClockWhenTheDeviceIsGone() async throws {
      try await withHostFixture { fixture in
        let driver = ManualDriver(format: Self.format)
        let host = try fixture.host(Self.through, driver: driver)
        try host.start()
        driver.step()
        driver.lose()
        #expect(await eventually { host.latestReport.driver.name == "clock" })
        let before = host.latestReport.driver.periodsRun
        #expect(await eventually { host.latestReport.driver.periodsRun > before })
        #expect(
          host.events.all.contains {
            $0.text == "manual: by hand is gone; the session goes on without sound until it is back"
          })
        host.requestStop()
        #expect(await eventually { host.hasFaded })
        host.end()
      }
    }

    @Test func reportsWhatAReaderElsewhereCanRead() async throws {
      try await withHostFixture { fixture in
        let driver = ManualDriver(format: Self.format)
        let host = try fixture.host(Self.through, driver: driver)
        try host.start()
        for _ in 0..<40 { driver.step(capture: Self.ones) }
        let reader = try TelemetryReader(processID: getpid())
        #expect(await eventually { (try? reader.read())?.driver.periodsRun == 40 })
        let frame = try reader.read()
        #expect(frame.session == "through")
        #expect(frame.state == "running")
        #expect(frame.queues.map(\.name) == ["audio", "control", "disk", "devices"])
        #expect(frame.queues[0].taskClass == "Pro Audio")
        #expect(frame.nodes.map(\.name) == ["amp"])
        #expect(frame.graph.threads == 1)
        #expect(frame.graph.latencyFrames == 0)
        #expect(frame.graph.edits == 0)
        #expect(frame.levels.map(\.name) == ["capture_1", "playback_1"])
        #expect(await eventually { (try? reader.read())?.levels.first?.hold == 1 })
        host.requestStop()
        host.requestStop()
        host.end()
        #expect(reader.hostState == .ended)
      }
    }

    @Test func aDriverThatIsNotThereIsRefusedInOneLine() async throws {
      try await withHostFixture { fixture in
        let (session, loader) = try fixture.session(Self.through)
        let error = #expect(throws: HostError.self) {
          try AudioHost(
            AudioHost.Setup(
              session: session, loader: loader, providers: [],
              devices: { _ in [DeviceChoice(driverName: "jack", request: StreamRequest())] },
              taskClasses: .builtIn))
        }
        #expect(error?.code == .usage)
        #expect(error?.message.contains("\n") == false)
      }
    }
  }
}
