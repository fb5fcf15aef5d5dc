import CRealtime
import DriverTestSupport
import Drivers
import Synchronization
import TestSupport
import Testing
import WorkQueues

@Suite("Clock driver", .serialized) struct ClockDriverTests {
  private let platform: WorkPlatform
  private let queue: WorkQueue
  private let log = PeriodLog()

  init() throws {
    platform = try WorkPlatform()
    queue = try platform.makeQueue(named: "audio", kind: .multithreaded(workers: 1))
  }

  @Test func comesOncePerPeriodOnTheExactGrid() throws {
    // 44100 does not divide the second: rounding would show.
    let driver = try ClockDriver(StreamRequest(rate: 44_100, periodFrames: 100))
    try driver.start(log.callback, on: queue)
    #expect(log.waits(for: 100))
    driver.stop()
    let entries = log.entries.withLock { $0 }
    let first = try #require(entries.first)
    for (index, entry) in entries.enumerated() {
      #expect(entry.frames == 100)
      #expect(entry.frameTime == UInt64(index * 100))
      let frames = nearestFrames(entry.dueNanoseconds - first.dueNanoseconds, rate: 44_100)
      #expect(frames.isMultiple(of: 100))
    }
    for (before, after) in zip(entries, entries.dropFirst()) {
      #expect(after.dueNanoseconds > before.dueNanoseconds)
    }
    #expect(driver.counters.periods.load(ordering: .relaxed) == UInt64(entries.count))
    platform.shutdown()
  }

  @Test func countsALateWakeAndLeavesOutWhatWasMissed() throws {
    let driver = try ClockDriver(StreamRequest(rate: 48_000, periodFrames: 480, periods: 2))
    log.delayNanoseconds.store(200_000_000, ordering: .relaxed)
    try driver.start(log.callback, on: queue)
    #expect(log.waits(for: 3))
    driver.stop()
    let entries = log.entries.withLock { $0 }
    #expect(driver.counters.xruns.load(ordering: .relaxed) >= 1)
    #expect(entries[1].dueNanoseconds - entries[0].dueNanoseconds >= 190_000_000)
    #expect(entries[1].frameTime == 480)
    platform.shutdown()
  }

  @Test func aLongBufferToleratesTheSameDelay() throws {
    let driver = try ClockDriver(StreamRequest(rate: 8_000, periodFrames: 800, periods: 64))
    log.delayNanoseconds.store(250_000_000, ordering: .relaxed)
    try driver.start(log.callback, on: queue)
    #expect(log.waits(for: 4))
    driver.stop()
    #expect(driver.counters.xruns.load(ordering: .relaxed) == 0)
    let entries = log.entries.withLock { $0 }
    for (before, after) in zip(entries, entries.dropFirst()) {
      #expect(after.dueNanoseconds - before.dueNanoseconds == 100_000_000)
    }
    platform.shutdown()
  }

  @Test func stopsWhileWaitingAndTwice() throws {
    let driver = try ClockDriver(StreamRequest(rate: 8_000, periodFrames: 4_000))
    try driver.start(log.callback, on: queue)
    driver.stop()
    let count = log.count.load(ordering: .acquiring)
    driver.stop()
    #expect(count <= 1)
    #expect(log.count.load(ordering: .acquiring) == count)
    platform.shutdown()
  }

  @Test func startsAgainFromTheBeginning() throws {
    let driver = try ClockDriver(StreamRequest(periodFrames: 64))
    try driver.start(log.callback, on: queue)
    #expect(log.waits(for: 2))
    driver.stop()
    let count = log.count.load(ordering: .acquiring)
    try driver.start(log.callback, on: queue)
    #expect(log.waits(for: count + 2))
    driver.stop()
    #expect(log.entries.withLock { $0[count] }.frameTime == 0)
    platform.shutdown()
  }

  @Test(.enabled(if: MallocCounter.isAvailable, "a sanitizer counts the heap calls itself"))
  func aRunAllocatesNothing() async throws {
    let driver = try ClockDriver(StreamRequest(periodFrames: 32, captureChannels: 2))
    let counted = CountedPeriods()
    try driver.start(counted.callback, on: queue)
    #expect(await eventually { counted.isDone })
    driver.stop()
    #expect(counted.counter.allocations + counted.counter.frees == 0)
    platform.shutdown()
  }

  @Test func capturesSilenceAndFeedsTheSink() throws {
    let capture = PeriodLog()
    let heard = Heard()
    let driver = try ClockDriver(
      StreamRequest(periodFrames: 64, captureChannels: 2, playbackChannels: 2),
      sink: heard.callback)
    try driver.start(capture.callback, on: queue)
    #expect(capture.waits(for: 5))
    driver.stop()
    let periods = Int(driver.counters.periods.load(ordering: .relaxed))
    #expect(heard.frames.load(ordering: .relaxed) == periods * 64)
    #expect(heard.loud.load(ordering: .relaxed) == 0)
    platform.shutdown()
  }

  @Test(arguments: [
    StreamRequest(captureChannels: 0, playbackChannels: 0),
    StreamRequest(captureChannels: -1),
    StreamRequest(rate: 0),
    StreamRequest(periodFrames: 0),
    StreamRequest(periods: 1),
  ])
  func refusesTheImpossible(_ request: StreamRequest) {
    let error = #expect(throws: DriverError.self) { try ClockDriver(request) }
    #expect(error?.code == .unsupported)
    platform.shutdown()
  }

  private func nearestFrames(_ nanoseconds: Int64, rate: Double) -> Int {
    Int((Double(nanoseconds) * rate / 1e9).rounded())
  }
}

/// A sink that counts what it hears.
private final class Heard: @unchecked Sendable {
  let frames = Atomic<Int>(0)
  let loud = Atomic<Int>(0)

  var callback: PeriodCallback {
    PeriodCallback(
      function: { context, period in
        guard let context, let period else { return }
        let heard = Unmanaged<Heard>.fromOpaque(context).takeUnretainedValue()
        heard.frames.wrappingAdd(Int(period.pointee.frames), ordering: .relaxed)
        for channel in 0..<Int(period.pointee.playback_count) {
          guard let samples = period.pointee.playback[channel] else { continue }
          for frame in 0..<Int(period.pointee.frames) where samples[frame] != 0 {
            heard.loud.wrappingAdd(1, ordering: .relaxed)
          }
        }
      }, context: Unmanaged.passUnretained(self).toOpaque())
  }
}
