// Code and data used in the cycle.
import CRealtime
import ClockBridge
import Drivers

/// What another device captures, as the cycle of the one that plays sees it.
struct BridgedCapture {
  let bridge: ClockBridge
  /// Planar samples of one period.
  let buffers: PeriodBuffers

  init(_ bridge: ClockBridge) {
    self.bridge = bridge
    buffers = .allocate(
      channelCount: bridge.format.channelCount, capacity: bridge.format.playbackPeriodFrames)
  }

  /// Gives the buffers back; the bridge is its owner's.
  func deallocate() { buffers.deallocate() }

  /// Reads the period that is due; the first one after a break when it is resuming.
  @_noLocks
  func read(at dueNanoseconds: Int64, isResuming: Bool) {
    if isResuming { bridge.interruptPlayback() }
    bridge.read(into: buffers.playback, frames: buffers.capacity, at: dueNanoseconds)
  }
}

/// What the thread of a capture device of its own works with.
struct CaptureFeed {
  let cycle: UnsafeMutablePointer<ALSACycle>
  let bridge: ClockBridge

  /// Reads a period from the device and writes it to the bridge.
  @_noLocks
  func perform() {
    if cycle.pointee.isResuming { bridge.interruptCapture() }
    cycle.pointee.isResuming = false
    guard let period = ALSACycle.begin(cycle), let planes = period.pointee.capture else { return }
    bridge.write(
      planes, frames: Int(period.pointee.frames), at: period.pointee.due_nanoseconds)
    ALSACycle.commit(cycle, isComplete: true)
  }
}
