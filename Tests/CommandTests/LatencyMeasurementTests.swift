import Convolution
import Drivers
import Host
import RoundTrip
import TestSupport
import Testing
import WorkQueues

@testable import Command

@Suite("LatencyMeasurement", .serialized) struct LatencyMeasurementTests {
  private let format = StreamFormat(
    rate: 8000, periodFrames: 64, periods: 2, captureChannels: 2, playbackChannels: 2)

  @Test func measuresEachPair() throws {
    let results = try perform(LoopedDriver(format, delayPeriods: 3))
    #expect(results.count == 2)
    for (playback, captures) in results.enumerated() {
      for (capture, result) in captures.enumerated() {
        guard playback == capture else {
          #expect(result == .none(.noSignal))
          continue
        }
        guard case .measured(let measurement)? = result else {
          Issue.record("nothing was measured from \(playback) to \(capture)")
          continue
        }
        #expect(abs(measurement.delayFrames - 192) < 0.001)
      }
    }
  }

  @Test func playsAgainAfterAnXrun() throws {
    let results = try perform(
      LoopedDriver(format, delayPeriods: 3) { driver, period in
        if period == 20 { driver.countXrun() }
      })
    #expect(results.count == 2)
    #expect(results.allSatisfy { $0.allSatisfy { $0 != nil } })
  }

  @Test func saysWhenXrunsSpoilEachAttempt() throws {
    let results = try perform(
      LoopedDriver(format, delayPeriods: 3) { driver, _ in driver.countXrun() })
    #expect(results == [[nil, nil], [nil, nil]])
  }

  @Test func endsWhenTheDriverIsLost() {
    #expect(throws: HostError(.unavailable, "a cable is gone")) {
      try perform(
        LoopedDriver(format, delayPeriods: 3) { driver, period in
          if period == 20 { driver.lose() }
        })
    }
  }

  @Test func endsWhenItIsInterrupted() {
    #expect(throws: HostError.self) {
      try perform(LoopedDriver(format, delayPeriods: 3), isCancelled: { true })
    }
  }

  private func perform(
    _ driver: LoopedDriver, isCancelled: () -> Bool = { false }
  ) throws -> [[RoundTripResult?]] {
    let platform = try WorkPlatform()
    defer { platform.shutdown() }
    let queue = try platform.makeQueue(named: "audio", kind: .standard)
    return try LatencyMeasurement(
      driver: driver, signal: TestSignal(rate: 8000, longestFrames: 1000, level: 0.25),
      repetitions: 2, transforms: FourierTransforms.preferred
    ).perform(on: queue, isCancelled: isCancelled)
  }
}
