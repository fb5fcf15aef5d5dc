// Setup for the cycle; nothing here runs in it.
import CRealtime
import ClockBridge
import Drivers
import WorkQueues

extension ALSACycle {
  static func make(
    _ pair: StreamPair, counters: CounterHandle, stopDescriptor: Int32,
    bridge: ClockBridge? = nil
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
    let bridged = bridge.map { BridgedCapture($0) }
    if let bridged {
      period.capture = bridged.buffers.capture
      period.capture_count = UInt32(bridged.buffers.channelCount)
    }
    if let playback {
      period.playback = playback.buffers.playback
      period.playback_count = UInt32(playback.buffers.channelCount)
    }
    let cycle = UnsafeMutablePointer<ALSACycle>.allocate(capacity: 1)
    cycle.initialize(
      to: ALSACycle(
        capture: capture, playback: playback, bridged: bridged, isLinked: pair.isLinked,
        format: format,
        counters: counters, period: .make(period),
        pace: PaceGauge(
          rate: format.rate, periodFrames: format.periodFrames, periods: format.periods),
        grid: PeriodGrid(rate: format.rate, periodFrames: format.periodFrames)))
    return cycle
  }

  static func destroy(_ cycle: UnsafeMutablePointer<ALSACycle>) {
    cycle.pointee.capture?.deallocate()
    cycle.pointee.playback?.deallocate()
    cycle.pointee.bridged?.deallocate()
    cycle.pointee.period.deallocate()
    cycle.deinitialize(count: 1)
    cycle.deallocate()
  }

  /// The cycle as a device.
  static func device(_ cycle: UnsafeMutablePointer<ALSACycle>) -> DevicePeriod {
    DevicePeriod(
      wait: { context, due in
        guard let cycle = context?.cycle, let due else { return rt_wait_end }
        return ALSACycle.wait(cycle, due)
      },
      begin: { context in context.flatMap { ALSACycle.begin($0.cycle) } },
      commit: { context, isComplete in
        guard let cycle = context?.cycle else { return }
        ALSACycle.commit(cycle, isComplete: isComplete)
      }, context: cycle)
  }
}

extension UnsafeMutableRawPointer {
  fileprivate var cycle: UnsafeMutablePointer<ALSACycle> {
    assumingMemoryBound(to: ALSACycle.self)
  }
}
