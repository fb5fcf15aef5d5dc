// Setup for the cycle; nothing here runs in it.
import CRealtime
import Drivers

extension ALSACycle {
  static func make(
    _ pair: StreamPair, counters: DriverCounters, stopDescriptor: Int32
  ) -> UnsafeMutablePointer<ALSACycle> {
    let capture = pair.capture.map {
      PCMStream($0, periodFrames: pair.format.periodFrames, stopDescriptor: stopDescriptor)
    }
    let playback = pair.playback.map {
      PCMStream($0, periodFrames: pair.format.periodFrames, stopDescriptor: stopDescriptor)
    }
    let format = pair.format
    var period = rt_period()
    period.frames = UInt32(format.periodFrames)
    if let capture {
      period.capture = capture.buffers.capture
      period.capture_count = UInt32(capture.buffers.channelCount)
    }
    if let playback {
      period.playback = playback.buffers.playback
      period.playback_count = UInt32(playback.buffers.channelCount)
    }
    let cycle = UnsafeMutablePointer<ALSACycle>.allocate(capacity: 1)
    cycle.initialize(
      to: ALSACycle(
        capture: capture, playback: playback, isLinked: pair.isLinked, format: format,
        counters: CounterHandle(counters), callback: nil, period: period,
        pace: PaceGauge(
          rate: format.rate, periodFrames: format.periodFrames, periods: format.periods),
        grid: PeriodGrid(rate: format.rate, periodFrames: format.periodFrames)))
    return cycle
  }

  static func destroy(_ cycle: UnsafeMutablePointer<ALSACycle>) {
    cycle.pointee.capture?.deallocate()
    cycle.pointee.playback?.deallocate()
    cycle.deinitialize(count: 1)
    cycle.deallocate()
  }

  static let waitFunction: rt_wait = { context, due in
    guard let context, let due else { return rt_wait_end }
    return wait(context.assumingMemoryBound(to: ALSACycle.self), due)
  }

  static let performFunction: rt_work = { context in
    guard let context else { return }
    perform(context.assumingMemoryBound(to: ALSACycle.self))
  }
}
