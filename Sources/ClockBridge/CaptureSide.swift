// Code and data used in the cycle.
import Realtime
import Synchronization

/// What the capture thread does with a bridge.
struct CaptureSide {
  let ring: SampleRing
  let timing: UnsafeMutablePointer<CaptureTiming>
  let counters: UnsafeMutablePointer<BridgeCounters>
  private var loop: DelayLockedLoop
  private var moment = CaptureMoment()
  private var isBroken = false

  init(
    ring: SampleRing, timing: UnsafeMutablePointer<CaptureTiming>,
    counters: UnsafeMutablePointer<BridgeCounters>, loop: DelayLockedLoop
  ) {
    self.ring = ring
    self.timing = timing
    self.counters = counters
    self.loop = loop
  }

  @_noLocks
  mutating func write(
    _ planes: UnsafePointer<UnsafePointer<Float>?>, frames: Int, at nanoseconds: Int64
  ) {
    loop.update(at: nanoseconds, after: frames)
    // Told before the frames: who reads must not take them for the next ones.
    if isBroken { beginEpoch() }
    guard ring.write(planes, frames: frames) else {
      counters.pointee.overruns.wrappingAdd(1, ordering: .relaxed)
      beginEpoch()
      return
    }
    moment.frames += frames
    tell()
  }

  @_noLocks
  mutating func interrupt() {
    loop.restart()
    isBroken = true
  }

  /// Frames are missing from here on.
  @_noLocks
  private mutating func beginEpoch() {
    isBroken = false
    // Unless nothing has come since the last break: then it is the same one.
    if moment.frames > moment.epochBegin {
      moment.epoch += 1
      moment.epochBegin = moment.frames
      counters.pointee.breaks.wrappingAdd(1, ordering: .relaxed)
    }
    tell()
  }

  @_noLocks
  private mutating func tell() {
    moment.nanoseconds = loop.nanoseconds
    moment.nanosecondsPerFrame = loop.nanosecondsPerFrame
    timing.pointee.store(moment)
  }
}
