import DriverALSA
import Drivers
import Foundation
import Synchronization
import TestSupport
import Testing
import WorkQueues

private let jackPluginPath =
  "/usr/lib/\(ProcessInfo.processInfo.machine)-linux-gnu/alsa-lib/libasound_module_pcm_jack.so"

extension ALSATests {
  /// A paced PCM without hardware: ALSA's `jack` plugin on a server of the test's own.
  @Suite(
    "JACK plugin", .serialized,
    .enabled(if: JackServer.isInstalled, "jackd is not installed"),
    .enabled(
      if: FileManager.default.fileExists(atPath: jackPluginPath),
      "ALSA's jack plugin (libasound2-plugins) is not installed"))
  struct JackPluginTests {
    private let alsa = PrivateALSA.shared
    private let server: JackServer
    private let platform: WorkPlatform
    private let queue: WorkQueue
    private let source = SignalSource()

    init() throws {
      server = try JackServer()
      setenv("JACK_DEFAULT_SERVER", server.name, 1)
      platform = try WorkPlatform()
      queue = try platform.makeQueue(named: "audio", kind: .multithreaded(workers: 1))
    }

    private func end() {
      platform.shutdown()
      unsetenv("JACK_DEFAULT_SERVER")
      server.stop()
    }

    // All formats with one server: it takes longer to start than a format to check.

    @Test func playsTheExactSamplesInEveryFormat() async throws {
      defer { end() }
      for format in ALSATests.DriverTests.formats {
        let source = SignalSource()
        // A long buffer: an xrun of a busy machine would repeat the silence.
        var request = StreamRequest(
          device: "tactus_jack_file", periodFrames: 256, periods: 32, playbackChannels: 2)
        request.sampleFormat = format.name
        let driver = try ALSADriver.open(request)
        try driver.start(source.callback, on: queue)
        #expect(await eventually { source.periodCount >= 60 }, "\(format)")
        driver.stop()
        #expect(driver.adjustments == [])
        try alsa.checkPlayed(by: "tactus_jack_file", driver, atLeast: 40)
      }
    }

    @Test func capturesInEveryFormat() async throws {
      defer { end() }
      for format in ALSATests.DriverTests.formats {
        let source = SignalSource()
        var request = StreamRequest(
          device: "tactus_jack_any", periodFrames: 256, captureChannels: 2, playbackChannels: 0)
        request.sampleFormat = format.name
        let driver = try ALSADriver.open(request)
        try driver.start(source.callback, on: queue)
        #expect(await eventually { source.periodCount >= 30 }, "\(format)")
        driver.stop()
        let captured = source.captured.withLock { $0 }
        #expect(captured.count == 2)
        #expect(captured.map(\.count).allSatisfy { $0 == source.periodCount * 256 })
        #expect(captured.allSatisfy { $0.allSatisfy { $0 == 0 } })
      }
    }

    @Test func playsAndCapturesAtOnce() async throws {
      defer { end() }
      let driver = try ALSADriver.open(
        StreamRequest(device: "tactus_jack", captureChannels: 2, playbackChannels: 2))
      try driver.start(source.callback, on: queue)
      #expect(await eventually { source.periodCount >= 60 })
      driver.stop()
      #expect(driver.format.periodFrames % 256 == 0)
      #expect(driver.adjustments == [])
    }

    @Test func startsAgainAfterAnXrun() async throws {
      defer { end() }
      let driver = try ALSADriver.open(StreamRequest(device: "tactus_jack", playbackChannels: 2))
      try driver.start(source.callback, on: queue)
      #expect(await eventually { source.periodCount >= 5 })
      source.delayNanoseconds.store(400_000_000, ordering: .relaxed)
      #expect(await eventually { driver.counters.recoveries.load(ordering: .relaxed) > 0 })
      let count = source.periodCount
      #expect(await eventually { source.periodCount >= count + 20 })
      driver.stop()
      #expect(driver.counters.xruns.load(ordering: .relaxed) > 0)
      let isLost = driver.counters.isLost
      #expect(!isLost)
    }

    @Test func startsAgainAfterASilence() async throws {
      defer { end() }
      let driver = try ALSADriver.open(
        StreamRequest(device: "tactus_jack", captureChannels: 2, playbackChannels: 0))
      try driver.start(source.callback, on: queue)
      #expect(await eventually { source.periodCount >= 5 })
      // No error, no event: periods just do not come any more.
      kill(server.processID, SIGSTOP)
      try await Task.sleep(for: .milliseconds(1_500))
      kill(server.processID, SIGCONT)
      #expect(await eventually { driver.counters.recoveries.load(ordering: .relaxed) > 0 })
      let count = source.periodCount
      #expect(await eventually { source.periodCount >= count + 20 })
      driver.stop()
    }

    @Test func isLostWhenTheDeviceIsGone() async throws {
      defer { end() }
      let driver = try ALSADriver.open(StreamRequest(device: "tactus_jack", playbackChannels: 2))
      try driver.start(source.callback, on: queue)
      #expect(await eventually { source.periodCount >= 5 })
      server.crash()
      #expect(
        await eventually(timeout: .seconds(60)) {
          driver.counters.isLost
        })
      driver.stop()
    }

    @Test func saysWhatTheDeviceDoesOtherwise() throws {
      defer { end() }
      let driver = try ALSADriver.open(
        StreamRequest(device: "tactus_jack", rate: 44_100, playbackChannels: 1))
      #expect(driver.format.rate == 48_000)
      #expect(driver.format.playbackChannels == 1)
      #expect(
        driver.adjustments == ["rate 44100 is not supported by tactus_jack, using 48000"])
      let detail = try #require(driver.details.first)
      #expect(detail.hasPrefix("tactus_jack plays "))
      #expect(detail.contains("channel 1 "))
      #expect(detail.hasSuffix("of 2"))
    }
  }
}

extension ProcessInfo {
  fileprivate var machine: String {
    #if arch(x86_64)
    "x86_64"
    #else
    "aarch64"
    #endif
  }
}
