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
    private let alsa = PrivateALSA.shared
    private let server: JackServer
    private let platform: WorkPlatform
    private let queue: WorkQueue
    private let tone = Tone(frequency: Self.frequency, rate: 44_100)
    private let listener = ToneListener(
      frequency: Self.frequency, rate: 48_000, stretchFrames: 96_000)
    private let player: ALSADriver
    private let driver: ALSADriver

    init() throws {
      server = try JackServer(rate: 44_100)
      setenv("JACK_DEFAULT_SERVER", server.name, 1)
      platform = try WorkPlatform()
      queue = try platform.makeQueue(named: "audio", kind: .multithreaded(workers: 1))
      player = try ALSADriver.open(
        StreamRequest(
          device: "tactus_jack_tone", rate: 44_100, periodFrames: 2_048, periods: 4,
          playbackChannels: 1))
      try player.start(tone.callback, on: queue)
      var request = StreamRequest(
        device: "null", rate: 48_000, periodFrames: 2_048, captureChannels: 1, playbackChannels: 2)
      request.captureDevice = "tactus_jack_ear"
      driver = try ALSADriver.open(request)
    }

    private func end() {
      driver.stop()
      player.stop()
      platform.shutdown()
      unsetenv("JACK_DEFAULT_SERVER")
      server.stop()
    }

    /// Whether the sine is heard with its pitch for two seconds on end, sooner or later.
    private func hearsTone() async -> Bool {
      await eventually(timeout: .seconds(90)) { listener.hearsWell(within: 1_000) }
    }

    @Test func hearsTheToneAtItsPitch() async throws {
      defer { end() }
      try driver.start(listener.callback, on: queue)
      #expect(await hearsTone())
      #expect(driver.format.rate == 48_000)
      #expect(driver.details.contains { $0.contains("captures 44100 Hz by its own clock") })
    }

    @Test func playsOnWhileTheOtherDeviceIsGone() async throws {
      defer { end() }
      try driver.start(listener.callback, on: queue)
      #expect(await hearsTone())
      kill(server.processID, SIGSTOP)
      #expect(await eventually { driver.isCaptureLost })
      let periods = listener.periods.load(ordering: .acquiring)
      #expect(await eventually { listener.periods.load(ordering: .acquiring) > periods + 100 })
      let isLost = driver.counters.isLost
      #expect(!isLost)
      kill(server.processID, SIGCONT)
      #expect(await eventually { !driver.isCaptureLost })
      listener.stretches.withLock { $0 = [] }
      #expect(await hearsTone())
      #expect(driver.counters.recoveries.load(ordering: .relaxed) > 0)
    }

    @Test func countsALossAsAFaultAndPlaysOn() async throws {
      defer { end() }
      try driver.start(listener.callback, on: queue)
      #expect(await hearsTone())
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
