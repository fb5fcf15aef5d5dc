import Drivers
import Synchronization
import TestSupport
import Testing
import WorkQueues

@testable import DriverALSA

extension ALSATests {
  /// Faults that no healthy device has, on a PCM that fails when it is told to.
  @Suite(
    "Recovery", .serialized,
    .enabled(if: PrivateALSA.shared.faults != nil, "the C compiler is not there"))
  struct RecoveryTests {
    private let alsa = PrivateALSA.shared
    private let faults: FaultPCM
    private let platform: WorkPlatform
    private let queue: WorkQueue
    private let source = SignalSource()

    init() throws {
      faults = try #require(alsa.faults)
      for direction in PCM.Direction.allCases { faults.inject(.none, direction) }
      platform = try WorkPlatform()
      queue = try platform.makeQueue(named: "audio", kind: .multithreaded(workers: 1))
    }

    private func started(capture: Int = 0, playback: Int = 2) async throws -> ALSADriver {
      let driver = try ALSADriver.open(
        StreamRequest(
          device: "tactus_card", periodFrames: 128, captureChannels: capture,
          playbackChannels: playback))
      try driver.start(source.callback, on: queue)
      #expect(await eventually { source.periodCount >= 5 })
      return driver
    }

    private func goesOn() async -> Bool {
      let count = source.periodCount
      return await eventually { source.periodCount >= count + 10 }
    }

    private func recovered(_ driver: ALSADriver, _ count: UInt64 = 1) async -> Bool {
      await eventually { driver.counters.recoveries.load(ordering: .relaxed) >= count }
    }

    /// Expects what was counted: xruns, suspends, stalls, faults, recoveries.
    private func check(_ driver: ALSADriver, counts: [UInt64]) {
      let counters = driver.counters
      let counted = [
        counters.xruns.load(ordering: .relaxed), counters.suspends.load(ordering: .relaxed),
        counters.stalls.load(ordering: .relaxed), counters.faults.load(ordering: .relaxed),
        counters.recoveries.load(ordering: .relaxed),
      ]
      #expect(counted == counts)
    }

    @Test(arguments: PCM.Direction.allCases)
    func anXrunInEitherDirectionIsRecovered(_ direction: PCM.Direction) async throws {
      defer { platform.shutdown() }
      let driver = try await started(capture: 2)
      faults.inject(.xrun, direction)
      #expect(await recovered(driver))
      #expect(await goesOn())
      driver.stop()
      check(driver, counts: [1, 0, 0, 0, 1])
      #expect(driver.counters.loss == nil)
    }

    @Test func theFirstPeriodAfterAnXrunFadesIn() async throws {
      defer { platform.shutdown() }
      let driver = try await started()
      faults.inject(.xrun)
      #expect(await recovered(driver))
      #expect(await goesOn())
      driver.stop()
      let played = Reference.decode(
        try alsa.played(by: "tactus_card"), channel: 0, of: 2, driver.sampleFormat)
      let frames = driver.format.periodFrames
      let silence = [Float](repeating: 0, count: driver.format.periods * frames)
      // What was played last is followed by a buffer of silence, and by a rise from it.
      let restart = try #require(
        (silence.count + frames..<played.count - 2 * frames).first {
          played[$0..<$0 + silence.count].elementsEqual(silence)
        })
      let rise = played[(restart + silence.count)...].prefix(frames)
      for (frame, sample) in rise.enumerated() {
        #expect(abs(sample) <= 1.06 * Float(frame + 1) / Float(frames))
      }
      #expect(rise.suffix(16).contains { abs($0) > 0.1 })
    }

    @Test func aDeviceThatDoesNotStartAtOnceIsTriedAgain() async throws {
      defer { platform.shutdown() }
      let driver = try await started()
      faults.inject(.xrun, count: 3)
      #expect(await recovered(driver))
      #expect(await goesOn())
      driver.stop()
      check(driver, counts: [1, 0, 0, 3, 1])
      #expect(driver.counters.loss == nil)
    }

    @Test func aBadMinuteIsNoLoss() async throws {
      defer { platform.shutdown() }
      let driver = try await started()
      for round in 1...UInt64(30) {
        faults.inject(.xrun)
        #expect(await recovered(driver, round))
      }
      #expect(await goesOn())
      driver.stop()
      check(driver, counts: [30, 0, 0, 0, 30])
      #expect(driver.counters.loss == nil)
    }

    /// Resumes after a while; at once; never, so that it has to be prepared.
    @Test(arguments: [5, 0, -1], PCM.Direction.allCases)
    func aSuspendIsRecovered(_ hindrances: Int32, _ direction: PCM.Direction) async throws {
      defer { platform.shutdown() }
      let driver = try await started(capture: 1)
      faults.inject(.suspend, direction, count: hindrances)
      #expect(await recovered(driver))
      #expect(await goesOn())
      driver.stop()
      check(driver, counts: [0, 1, 0, 0, 1])
      #expect(driver.counters.loss == nil)
    }

    @Test(arguments: PCM.Direction.allCases)
    func aSilentDirectionIsStartedAgain(_ direction: PCM.Direction) async throws {
      defer { platform.shutdown() }
      let driver = try await started(capture: 2)
      faults.inject(.stall, direction, count: 1)
      #expect(await recovered(driver))
      #expect(await goesOn())
      driver.stop()
      check(driver, counts: [0, 0, 1, 0, 1])
      #expect(driver.counters.loss == nil)
    }

    @Test func oneThatStaysSilentIsLost() async throws {
      defer { platform.shutdown() }
      let driver = try await started(capture: 2, playback: 0)
      faults.inject(.stall, .capture, count: -1)
      #expect(await eventually(timeout: .seconds(60)) { driver.counters.isLost })
      driver.stop()
      #expect(driver.counters.loss == .deviceGone)
      #expect(driver.counters.stalls.load(ordering: .relaxed) > 2)
    }

    @Test(arguments: [FaultPCM.Fault.disconnect, .badDescriptor], PCM.Direction.allCases)
    func anUnpluggedDeviceIsLostAtOnce(
      _ fault: FaultPCM.Fault, _ direction: PCM.Direction
    ) async throws {
      defer { platform.shutdown() }
      let driver = try await started(capture: 2)
      faults.inject(fault, direction)
      #expect(await eventually { driver.counters.isLost })
      let count = source.periodCount
      driver.stop()
      #expect(source.periodCount == count)
      #expect(driver.counters.loss == .deviceGone)
      #expect(driver.counters.recoveries.load(ordering: .relaxed) == 0)
    }

    @Test func stopsWhileADeviceSleeps() async throws {
      defer { platform.shutdown() }
      let driver = try await started()
      faults.inject(.suspend, count: .max)
      #expect(await eventually { driver.counters.suspends.load(ordering: .relaxed) == 1 })
      driver.stop()
      #expect(driver.counters.loss == nil)
    }

    @Test func tellsWhatTheDeviceHoldsBeyondItsBuffer() async throws {
      defer { platform.shutdown() }
      let driver = try await started()
      let buffer = driver.format.periods * driver.format.periodFrames
      #expect(await eventually { driver.playbackLatencyFrames == buffer + 77 })
      driver.stop()
      #expect(driver.playbackLatencyFrames == buffer + 77)
    }
  }
}
