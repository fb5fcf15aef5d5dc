// Setup for the cycle; nothing here runs in it.
import CRealtime

extension ClockCycle {
  static func make(
    callback: PeriodCallback, sink: PeriodCallback?, format: StreamFormat, counters: DriverCounters
  ) -> UnsafeMutablePointer<ClockCycle> {
    let capture = PeriodBuffers.allocate(
      channelCount: format.captureChannels, capacity: format.periodFrames)
    let playback = PeriodBuffers.allocate(
      channelCount: format.playbackChannels, capacity: format.periodFrames)
    let cycle = UnsafeMutablePointer<ClockCycle>.allocate(capacity: 1)
    cycle.initialize(
      to: ClockCycle(
        callback: callback, sink: sink, format: format, capture: capture, playback: playback,
        counters: CounterHandle(counters),
        grid: PeriodGrid(rate: format.rate, periodFrames: format.periodFrames),
        period: rt_period(capture: capture, playback: playback, frames: format.periodFrames)))
    return cycle
  }

  static func destroy(_ cycle: UnsafeMutablePointer<ClockCycle>) {
    cycle.pointee.capture.deallocate()
    cycle.pointee.playback.deallocate()
    cycle.deallocate()
  }

  static let waitFunction: rt_wait = { context, due in
    guard let context, let due else { return rt_wait_end }
    return wait(context.assumingMemoryBound(to: ClockCycle.self), due)
  }

  static let performFunction: rt_work = { context in
    guard let context else { return }
    perform(context.assumingMemoryBound(to: ClockCycle.self))
  }
}
