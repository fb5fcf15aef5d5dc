// Setup for the cycle; nothing here runs in it.
import CRealtime
import WorkQueues

extension ClockCycle {
  static func make(
    sink: PeriodCallback?, format: StreamFormat, counters: DriverCounters
  ) -> UnsafeMutablePointer<ClockCycle> {
    let capture = PeriodBuffers.allocate(
      channelCount: format.captureChannels, capacity: format.periodFrames)
    let playback = PeriodBuffers.allocate(
      channelCount: format.playbackChannels, capacity: format.periodFrames)
    let cycle = UnsafeMutablePointer<ClockCycle>.allocate(capacity: 1)
    cycle.initialize(
      to: ClockCycle(
        sink: sink, format: format, capture: capture, playback: playback,
        counters: CounterHandle(counters),
        grid: PeriodGrid(rate: format.rate, periodFrames: format.periodFrames),
        period: .make(
          rt_period(capture: capture, playback: playback, frames: format.periodFrames))))
    return cycle
  }

  static func destroy(_ cycle: UnsafeMutablePointer<ClockCycle>) {
    cycle.pointee.capture.deallocate()
    cycle.pointee.playback.deallocate()
    cycle.pointee.period.deallocate()
    cycle.deallocate()
  }

  /// The cycle as a device.
  static func device(_ cycle: UnsafeMutablePointer<ClockCycle>) -> DevicePeriod {
    DevicePeriod(
      wait: { context, due in
        guard let cycle = context?.cycle, let due else { return rt_wait_end }
        return ClockCycle.wait(cycle, due)
      },
      begin: { context in context.flatMap { ClockCycle.begin($0.cycle) } },
      commit: { context, isComplete in
        guard let cycle = context?.cycle else { return }
        ClockCycle.commit(cycle, isComplete: isComplete)
      }, context: cycle)
  }
}

extension UnsafeMutableRawPointer {
  fileprivate var cycle: UnsafeMutablePointer<ClockCycle> {
    assumingMemoryBound(to: ClockCycle.self)
  }
}
