import Drivers
import Foundation
import Synchronization
import TestSupport
import Testing
import WorkQueues

@testable import DriverALSA

extension ALSATests {
  /// Every access in every format, on PCMs that have no other.
  @Suite(
    "Access", .serialized,
    .enabled(if: PrivateALSA.shared.faults != nil, "the C compiler is not there"))
  struct AccessTests {
    private let alsa = PrivateALSA.shared
    private let platform: WorkPlatform
    private let queue: WorkQueue

    init() throws {
      platform = try WorkPlatform()
      queue = try platform.makeQueue(named: "audio", kind: .multithreaded(workers: 1))
    }

    static let devices = ["tactus_rw", "tactus_rw_planar", "tactus_mmap", "tactus_mmap_planar"]

    private func run(_ request: StreamRequest, periods: Int) async throws -> (
      ALSADriver, SignalSource
    ) {
      let source = SignalSource()
      let driver = try ALSADriver.open(request)
      try driver.start(source.callback, on: queue)
      #expect(await eventually { source.periodCount >= periods })
      driver.stop()
      #expect(driver.counters.xruns.load(ordering: .relaxed) == 0)
      return (driver, source)
    }

    @Test(arguments: devices)
    func playsEveryFormatExactly(_ device: String) async throws {
      defer { platform.shutdown() }
      for format in SampleFormat.allCases {
        var request = StreamRequest(device: device, periodFrames: 64, playbackChannels: 2)
        request.sampleFormat = format.name
        let (driver, _) = try await run(request, periods: 10)
        #expect(driver.sampleFormat == format)
        try alsa.checkPlayed(by: device, driver, atLeast: 5)
      }
    }

    @Test(arguments: devices)
    func capturesEveryFormatExactly(_ device: String) async throws {
      defer { platform.shutdown() }
      for format in SampleFormat.allCases {
        let bytes = SignalSource.encoded(frames: 10 * 64, channels: 2) {
          Reference.encode($0, format)
        }
        try Data(bytes).write(to: alsa.input)
        var request = StreamRequest(
          device: device, periodFrames: 64, captureChannels: 2, playbackChannels: 0)
        request.sampleFormat = format.name
        let (_, source) = try await run(request, periods: 10)
        let captured = source.captured.withLock { $0 }
        for channel in 0..<2 {
          let expected = Reference.decode(bytes, channel: channel, of: 2, format)
          #expect(captured[channel].prefix(expected.count).elementsEqual(expected), "\(format)")
        }
      }
    }

    @Test(arguments: devices)
    func saysHowItReachesTheSamples(_ device: String) throws {
      defer { platform.shutdown() }
      let driver = try ALSADriver.open(StreamRequest(device: device))
      let way = device.contains("mmap") ? "mapped" : device.contains("planar") ? "planar" : "inter"
      #expect(driver.details.first?.contains(", \(way)") == true)
    }

    @Test(arguments: [("tactus_rw_planar", SampleAccess.mapped), ("tactus_mmap", .copied)])
    func anAccessTheDeviceLacksIsRefused(_ device: String, _ access: SampleAccess) {
      defer { platform.shutdown() }
      var request = StreamRequest(device: device)
      request.access = access
      let error = #expect(throws: DriverError.self) { try ALSADriver.open(request) }
      #expect(error?.code == .unsupported)
      #expect(error?.message.hasPrefix("\(device) has no \(access) access") == true)
    }

    @Test func twoPeriodsAreEnough() async throws {
      defer { platform.shutdown() }
      let (driver, _) = try await run(
        StreamRequest(device: "tactus_rw", periodFrames: 96, periods: 2), periods: 40)
      #expect(driver.format.periods == 2)
      #expect(driver.adjustments == [])
      try alsa.checkPlayed(by: "tactus_rw", driver, atLeast: 30)
    }
  }
}
