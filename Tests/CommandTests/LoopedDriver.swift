import Drivers
import Foundation
import Synchronization
import TestSupport
import WorkQueues

/// A driver that captures what it played, so many periods later, as fast as it can.
final class LoopedDriver: Driver, @unchecked Sendable {
  let name = "looped"
  let device = "a cable"
  let format: StreamFormat
  let adjustments: [String] = []
  let playbackLatencyFrames = 100
  var counters: DriverCounters { inner.counters }

  private let inner: ManualDriver
  private let isPlaying = Atomic<Bool>(false)
  private let hasEnded = Atomic<Bool>(true)
  private let queued: Locked<[[[Float]]]>
  private let onPeriod: @Sendable (LoopedDriver, UInt64) -> Void

  /// `onPeriod` is called after each period, with the number of those before.
  init(
    _ format: StreamFormat, delayPeriods: Int,
    onPeriod: @escaping @Sendable (LoopedDriver, UInt64) -> Void = { _, _ in }
  ) {
    self.format = format
    self.onPeriod = onPeriod
    inner = ManualDriver(format: format)
    queued = Locked(Array(repeating: [], count: delayPeriods))
  }

  func start(
    _ callback: PeriodCallback, on queue: WorkQueue, budget: Double?
  ) throws(DriverError) {
    try inner.start(callback, on: queue, budget: budget)
    isPlaying.store(true, ordering: .relaxed)
    hasEnded.store(false, ordering: .relaxed)
    Thread.detachNewThread { self.run() }
  }

  private func run() {
    var period: UInt64 = 0
    while isPlaying.load(ordering: .relaxed) {
      let heard = queued.withLock { $0.removeFirst() }
      let played = inner.step(capture: heard)
      queued.withLock { $0.append(played) }
      onPeriod(self, period)
      period += 1
    }
    hasEnded.store(true, ordering: .releasing)
  }

  func countXrun() { inner.countXrun() }
  func lose() { inner.lose() }

  func stop() {
    isPlaying.store(false, ordering: .relaxed)
    while !hasEnded.load(ordering: .acquiring) { usleep(500) }
    inner.stop()
  }
}
