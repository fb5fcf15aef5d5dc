// Code and data used in the cycle.
import Synchronization

/// Carries what one device captures into the periods of another, whose clock is not the same.
///
/// The capture side writes into a ring; the playback side reads from it through a resampler, whose
/// ratio follows both clocks so that the latency stays at `latencyFrames`. What is read is silence,
/// with fades before and after, as long as nothing is captured; after a jump of either clock it
/// is read anew from where it should be.
///
/// It is a handle: copies are the same bridge, and whoever called `make` calls `destroy` once
/// both sides are done.
public struct ClockBridge: @unchecked Sendable {
  /// The two streams.
  public let format: ClockBridgeFormat
  /// The age of the first captured frame in a period when that is due, in playback frames.
  ///
  /// Once locked, and settled for half a minute, it is within `latencyToleranceFrames` of this.
  public let latencyFrames: Int
  let timing: UnsafeMutablePointer<CaptureTiming>
  let counters: UnsafeMutablePointer<BridgeCounters>
  let capture: UnsafeMutablePointer<CaptureSide>
  let playback: UnsafeMutablePointer<PlaybackSide>

  /// How far the latency may be off the stated one, in playback frames: half a millisecond.
  public var latencyToleranceFrames: Int { max(1, format.playbackRate / 2_000) }

  /// What it is doing, and what has happened so far.
  ///
  /// Thread: any.
  public var reading: BridgeReading { BridgeReading(counters.pointee) }

  /// Nothing has been captured for half a second.
  ///
  /// Thread: any.
  public var isCaptureLost: Bool {
    @_noLocks get { counters.pointee.isLost.load(ordering: .relaxed) }
  }

  /// Puts `frames` captured frames in, the last of which was captured at `nanoseconds`.
  ///
  /// The time is on CLOCK_MONOTONIC. `planes` holds one pointer per channel. What finds no room is
  /// counted, and is a break in what is read. Thread: the capture thread, also cycle.
  @_noLocks
  public func write(
    _ planes: UnsafePointer<UnsafePointer<Float>?>, frames: Int, at nanoseconds: Int64
  ) {
    capture.pointee.write(planes, frames: frames, at: nanoseconds)
  }

  /// Says that frames are missing between those written last and those to come.
  ///
  /// Thread: the capture thread, also cycle.
  @_noLocks
  public func interruptCapture() { capture.pointee.interrupt() }

  /// Says that playback was started again: the times of its periods go on somewhere else.
  ///
  /// Thread: cycle.
  @_noLocks
  public func interruptPlayback() { playback.pointee.interrupt() }

  /// Reads the captured frames of a period of `frames` frames that is due at `nanoseconds`.
  ///
  /// The time is on CLOCK_MONOTONIC. All of `planes`, one pointer per channel, are filled; nil is
  /// left out. `frames` may be no more than `format.playbackPeriodFrames`. Thread: cycle.
  @_noLocks
  public func read(
    into planes: UnsafePointer<UnsafeMutablePointer<Float>?>, frames: Int, at nanoseconds: Int64
  ) {
    playback.pointee.read(into: planes, frames: frames, at: nanoseconds)
  }
}
