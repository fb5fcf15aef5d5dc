import DriverALSA
import Drivers
import Foundation
import Synchronization
import TestSupport
import Testing
import WorkQueues

extension ALSATests {
  /// Capture from a JACK server through ALSA's plugin, at a rate and by a clock of its own, while
  /// the system's clock paces playback.
  @Suite(
    "Bridged capture from JACK", .serialized,
    .enabled(if: JackServer.isInstalled, "jackd is not installed"),
    .enabled(
      if: PrivateALSA.hasJackPlugin, "ALSA's jack plugin (libasound2-plugins) is not installed"))
  struct BridgedJackTests {
    private static let frequency = 441.0
    /// Long ones: they bear a machine that stands still now and then.
    private static let periodFrames = 2_048
    private let alsa = PrivateALSA.shared
    private let server: JackServer
    private let platform: WorkPlatform
    private let queue: WorkQueue
    private let tone = Tone(frequency: Self.frequency, rate: 44_100)
    private let listener = ToneListener(
      frequency: Self.frequency, rate: 48_000, stretchFrames: 96_000)
    private let player: ALSADriver
    private let driver: ALSADriver
    private let watch = StallWatch()

    init() throws {
      server = try JackServer(rate: 44_100, periodFrames: Self.periodFrames)
      setenv("JACK_DEFAULT_SERVER", server.name, 1)
      platform = try WorkPlatform()
      queue = try platform.makeQueue(named: "audio", kind: .multithreaded(workers: 1))
      player = try ALSADriver.open(
        StreamRequest(
          device: "tactus_jack_tone", rate: 44_100, periodFrames: Self.periodFrames, periods: 4,
          playbackChannels: 1))
      try player.start(tone.callback, on: queue)
      var request = StreamRequest(
        device: "null", rate: 48_000, periodFrames: Self.periodFrames, captureChannels: 1,
        playbackChannels: 2)
      request.captureDevice = "tactus_jack_ear"
      driver = try ALSADriver.open(request)
    }

    private func end() {
      driver.stop()
      player.stop()
      platform.shutdown()
      unsetenv("JACK_DEFAULT_SERVER")
      server.stop()
      watch.end()
    }

    /// Expects the sine with its pitch for two seconds on end, sooner or later.
    private func expectTone() async throws {
      if await eventually({ listener.hearsWell(within: 1_000) }) { return }
      try watch.cancelTest(frames: Self.periodFrames, rate: 44_100)
      Issue.record("heard: \(listener.stretches.withLock { $0 })")
    }

    @Test func hearsTheToneAtItsPitch() async throws {
      defer { end() }
      try driver.start(listener.callback, on: queue)
      try await expectTone()
      #expect(driver.format.rate == 48_000)
      #expect(driver.details.contains { $0.contains("captures 44100 Hz by its own clock") })
    }

    @Test func playsOnWhileTheOtherDeviceIsGone() async throws {
      defer { end() }
      try driver.start(listener.callback, on: queue)
      try await expectTone()
      kill(server.processID, SIGSTOP)
      #expect(await eventually { driver.isCaptureLost })
      let periods = listener.periods.load(ordering: .acquiring)
      #expect(await eventually { listener.periods.load(ordering: .acquiring) > periods + 100 })
      let isLost = driver.counters.isLost
      #expect(!isLost)
      kill(server.processID, SIGCONT)
      #expect(await eventually { !driver.isCaptureLost })
      listener.stretches.withLock { $0 = [] }
      try await expectTone()
      #expect(driver.counters.recoveries.load(ordering: .relaxed) > 0)
    }

    @Test func countsALossAsAFaultAndPlaysOn() async throws {
      defer { end() }
      try driver.start(listener.callback, on: queue)
      try await expectTone()
      server.crash()
      #expect(await eventually(timeout: .seconds(60)) { driver.isCaptureLost })
      #expect(
        await eventually(timeout: .seconds(60)) {
          driver.counters.faults.load(ordering: .relaxed) > 0
        })
      let periods = listener.periods.load(ordering: .acquiring)
      #expect(await eventually { listener.periods.load(ordering: .acquiring) > periods + 100 })
      let isLost = driver.counters.isLost
      #expect(!isLost)
    }
  }
}
