import DriverALSA
import Drivers
import Foundation
import Synchronization
import TestSupport
import Testing
import WorkQueues

extension ALSATests {
  /// Capture from one device and playback on another.
  @Suite("Bridged capture", .serialized) struct BridgedCaptureTests {
    private let alsa = PrivateALSA.shared
    private let platform: WorkPlatform
    private let queue: WorkQueue

    init() throws {
      platform = try WorkPlatform()
      queue = try platform.makeQueue(named: "audio", kind: .multithreaded(workers: 1))
    }

    private func request(_ device: String, capturing captureDevice: String) -> StreamRequest {
      var request = StreamRequest(
        device: device, periodFrames: 2_048, captureChannels: 1, playbackChannels: 2)
      request.captureDevice = captureDevice
      return request
    }

    @Test func capturesFromAnotherDevice() async throws {
      defer { platform.shutdown() }
      // Whole turns in each period: the plugin gives the file's last one twice.
      let tone = Tone(frequency: 562.5, rate: 48_000)
      let bytes = (0..<51_200).flatMap { frame in
        (0..<4).map { UInt8(truncatingIfNeeded: tone.sample(frame).bitPattern >> (8 * $0)) }
      }
      try Data(bytes).write(to: alsa.input)
      let listener = ToneListener(frequency: 562.5, rate: 48_000, stretchFrames: 48_000)
      let driver = try ALSADriver.open(request("null", capturing: "tactus_in"))
      #expect(driver.format.captureChannels == 1)
      #expect(driver.format.playbackChannels == 2)
      #expect(driver.captureLatencyFrames > 2 * driver.format.periodFrames)
      #expect(
        driver.details.contains { $0.contains("tactus_in captures 48000 Hz by its own clock") })
      try driver.start(listener.callback, on: queue)
      #expect(await eventually(timeout: .seconds(60)) { listener.hearsWell(within: 500) })
      driver.stop()
      #expect(!driver.isCaptureLost)
      let isLost = driver.counters.isLost
      #expect(!isLost)
    }

    @Test func needsNoBridgeWithoutPlayback() throws {
      defer { platform.shutdown() }
      var request = request("no such device", capturing: "null")
      request.playbackChannels = 0
      let driver = try ALSADriver.open(request)
      #expect(driver.device == "null")
      #expect(driver.captureLatencyFrames == driver.format.periodFrames)
    }

    @Test func needsNoBridgeToItself() throws {
      defer { platform.shutdown() }
      let driver = try ALSADriver.open(request("null", capturing: "null"))
      #expect(driver.captureLatencyFrames == driver.format.periodFrames)
    }

    @Test func opensNothingForNoChannels() throws {
      defer { platform.shutdown() }
      var request = request("null", capturing: "no such device")
      request.captureChannels = 0
      #expect(try ALSADriver.open(request).captureLatencyFrames == 0)
    }

    @Test func namesTheDeviceThatIsNotThere() throws {
      defer { platform.shutdown() }
      let error = #expect(throws: DriverError.self) {
        try ALSADriver.open(request("null", capturing: "tactus_missing"))
      }
      #expect(error?.code == .unavailable)
      #expect(error?.message.contains("tactus_missing") == true)
    }

    @Test func saysWhichDirectionTheOtherDeviceLacks() throws {
      defer { platform.shutdown() }
      let error = #expect(throws: DriverError.self) {
        try ALSADriver.open(request("null", capturing: "tactus_out"))
      }
      #expect(error?.code == .unsupported)
      #expect(error?.message.contains("tactus_out cannot do capture") == true)
    }

    @Test func refusesMoreChannelsThanTheResamplerHas() throws {
      defer { platform.shutdown() }
      var request = request("null", capturing: "tactus_in")
      request.captureChannels = 129
      let error = #expect(throws: DriverError.self) { try ALSADriver.open(request) }
      #expect(error?.message == "tactus_in: 129 channels of another clock: choose 1 to 128")
    }
  }
}
