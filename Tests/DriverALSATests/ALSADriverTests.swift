import DriverALSA
import DriverTestSupport
import Drivers
import Foundation
import Synchronization
import TestSupport
import Testing
import WorkQueues

/// Every suite that uses the library is in here, so that they run one after another.
@Suite("ALSA", .serialized) struct ALSATests {}

extension ALSATests {
  @Suite("Driver", .serialized) struct DriverTests {
    private let alsa = PrivateALSA.shared
    private let platform: WorkPlatform
    private let queue: WorkQueue
    private let source = SignalSource()

    init() throws {
      platform = try WorkPlatform()
      queue = try platform.makeQueue(named: "audio", kind: .multithreaded(workers: 1))
    }

    /// Those of most cards, and one of each kind of the others.
    static let formats: [SampleFormat] =
      [.float, .s32, .s24, .s24Packed, .s16]
      + SampleFormat.allCases.filter {
        ["U8", "S16_BE", "U24_3BE", "FLOAT64_LE"].contains($0.name)
      }

    private func run(_ driver: ALSADriver, periods: Int) async throws {
      try driver.start(source.callback, on: queue)
      #expect(await eventually { source.periodCount >= periods })
      driver.stop()
    }

    @Test(arguments: formats, SampleAccess.allCases)
    func filePlaysTheExactSamples(
      _ format: SampleFormat, _ access: SampleAccess
    ) async throws {
      defer { platform.shutdown() }
      var request = StreamRequest(device: "tactus_file", periodFrames: 128, playbackChannels: 3)
      request.sampleFormat = format.name
      request.access = access
      let driver = try ALSADriver.open(request)
      #expect(driver.sampleFormat == format)
      #expect(driver.format.playbackChannels == 3)
      try await run(driver, periods: 20)
      try alsa.checkPlayed(by: "tactus_file", driver, atLeast: 15)
    }

    @Test(arguments: formats)
    func nullPlaysAndCaptures(_ format: SampleFormat) async throws {
      defer { platform.shutdown() }
      var request = StreamRequest(device: "null", captureChannels: 2, playbackChannels: 2)
      request.sampleFormat = format.name
      let driver = try ALSADriver.open(request)
      try await run(driver, periods: 40)
      let captured = source.captured.withLock { $0 }
      #expect(captured.count == 2)
      #expect(captured[0].count == source.periodCount * driver.format.periodFrames)
      // Zero bytes, whatever they mean.
      let zero = Reference.decode([UInt8](repeating: 0, count: format.byteCount), format)
      #expect(captured.allSatisfy { $0.allSatisfy { $0 == zero } })
      #expect(
        driver.adjustments == ["PCM null has no clock of its own: paced by the system clock"])
    }

    @Test(arguments: formats, SampleAccess.allCases)
    func fileCapturesTheExactSamples(
      _ format: SampleFormat, _ access: SampleAccess
    ) async throws {
      defer { platform.shutdown() }
      let frames = 40 * 64
      let bytes = SignalSource.encoded(frames: frames, channels: 2) { Reference.encode($0, format) }
      try Data(bytes).write(to: alsa.input)
      var request = StreamRequest(
        device: "tactus_in", periodFrames: 64, captureChannels: 2, playbackChannels: 0)
      request.sampleFormat = format.name
      request.access = access
      let driver = try ALSADriver.open(request)
      try await run(driver, periods: 20)
      let captured = source.captured.withLock { $0 }
      for channel in 0..<2 {
        let expected = Reference.decode(bytes, channel: channel, of: 2, format)
        let count = 20 * 64
        #expect(captured[channel].prefix(count).elementsEqual(expected.prefix(count)))
      }
    }

    @Test func prefersWhatIsNearestToFloat() throws {
      defer { platform.shutdown() }
      let driver = try ALSADriver.open(StreamRequest(device: "tactus_linear"))
      #expect(driver.sampleFormat == .s32)
    }

    @Test(.enabled(if: MallocCounter.isAvailable, "a sanitizer counts the heap calls itself"))
    func aRunAllocatesNothing() async throws {
      defer { platform.shutdown() }
      let driver = try ALSADriver.open(
        StreamRequest(device: "null", periodFrames: 64, captureChannels: 2, playbackChannels: 2))
      let counted = CountedPeriods()
      try driver.start(counted.callback, on: queue)
      #expect(await eventually { counted.isDone })
      driver.stop()
      #expect(counted.counter.allocations + counted.counter.frees == 0)
    }

    @Test func closesTheDeviceWhenStopped() async throws {
      defer { platform.shutdown() }
      let driver = try ALSADriver.open(StreamRequest(device: "null"))
      try await run(driver, periods: 3)
      let count = source.periodCount
      driver.stop()
      #expect(source.periodCount == count)
      let error = #expect(throws: DriverError.self) {
        try driver.start(source.callback, on: queue)
      }
      #expect(error?.code == .failed)
    }

    @Test func stopsWithoutEverStarting() throws {
      let driver = try ALSADriver.open(StreamRequest(device: "null"))
      driver.stop()
      driver.stop()
      #expect(source.periodCount == 0)
      platform.shutdown()
    }
  }
}
