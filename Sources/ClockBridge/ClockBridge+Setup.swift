// Setup for the cycle; nothing here runs in it.
import Realtime
import Synchronization

extension ClockBridge {
  /// Makes a bridge that waits for frames.
  ///
  /// Throws when the resampler cannot do it: more than 128 channels, rates more than 256 times
  /// apart. Thread: control.
  public static func make(_ format: ClockBridgeFormat) throws(ClockBridgeError) -> ClockBridge {
    try check(format)
    guard
      let resampler = AdaptiveResampler.make(
        channelCount: format.channelCount, maximumFrames: format.playbackPeriodFrames,
        ratio: format.ratio)
    else { throw ClockBridgeError(description: "no memory for a resampler") }
    return ClockBridge(format, resampler)
  }

  private static func check(_ format: ClockBridgeFormat) throws(ClockBridgeError) {
    guard 1...AdaptiveResampler.channelLimit ~= format.channelCount else {
      throw ClockBridgeError(
        description: "\(format.channelCount) channels of another clock: choose 1 to "
          + "\(AdaptiveResampler.channelLimit)")
    }
    guard format.captureRate > 0, format.playbackRate > 0,
      1.0 / 200...200 ~= format.ratio
    else {
      throw ClockBridgeError(
        description: "rates of \(format.captureRate) and \(format.playbackRate) are too far "
          + "apart; choose others")
    }
    precondition(format.capturePeriodFrames > 0 && format.playbackPeriodFrames > 0)
  }

  private init(_ format: ClockBridgeFormat, _ resampler: AdaptiveResampler) {
    let target = format.latencyFrames(lookAhead: resampler.lookAheadFrames)
    let ring = SampleRing.create(
      capacityFrames: max(4 * target, format.captureRate / 2), channelCount: format.channelCount)
    self.format = format
    latencyFrames = Int((Double(target) * format.ratio).rounded())
    timing = .allocate(capacity: 1)
    timing.initialize(to: CaptureTiming())
    counters = .allocate(capacity: 1)
    counters.initialize(to: BridgeCounters())
    capture = .allocate(capacity: 1)
    capture.initialize(
      to: CaptureSide(
        ring: ring, timing: timing, counters: counters,
        loop: DelayLockedLoop(
          rate: format.captureRate, periodFrames: format.capturePeriodFrames)))
    playback = .allocate(capacity: 1)
    playback.initialize(
      to: PlaybackSide(
        ring: ring, timing: timing, counters: counters, targetFrames: target,
        resynchroniseFrames: format.marginFrames * 3 / 4, lossNanoseconds: 500_000_000,
        resampler: resampler,
        fade: BridgeFade(
          channelCount: format.channelCount, frames: max(1, format.playbackRate / 100)),
        loop: DelayLockedLoop(
          rate: format.playbackRate, periodFrames: format.playbackPeriodFrames),
        control: LatencyControl(rate: format.captureRate)))
  }

  /// Gives the memory back; no copy of this value may be used after.
  ///
  /// Thread: control.
  public func destroy() {
    playback.pointee.resampler.destroy()
    playback.pointee.fade.destroy()
    playback.pointee.ring.destroy()
    playback.deallocate()
    capture.deallocate()
    counters.deinitialize(count: 1)
    counters.deallocate()
    timing.deinitialize(count: 1)
    timing.deallocate()
  }
}
