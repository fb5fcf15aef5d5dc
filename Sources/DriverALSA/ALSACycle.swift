// Code and data used in the cycle.
import CALSA
import CRealtime
import Drivers
import Glibc
import Realtime
import Synchronization

/// Everything the driver's thread touches.
///
/// At least one of the streams is there; with both, capture drives.
struct ALSACycle: ~Copyable {
  let capture: PCMStream?
  let playback: PCMStream?
  let bridged: BridgedCapture?
  let isLinked: Bool
  let format: StreamFormat
  let counters: CounterHandle
  let period: UnsafeMutablePointer<rt_period>
  /// A negative errno that the next wait has to deal with.
  var fault = 0
  var hasBegun = false
  var patience = Patience()
  /// The next period follows a break, and is faded in.
  var isResuming = false
  var pace: PaceGauge
  var grid: PeriodGrid
  var periodsSinceStart = 0
  /// Frames on the way to the loudspeaker beyond the PCM's buffer.
  let beyondFrames = Atomic<Int>(0)
  /// The PCM is always ready: the system's clock paces the periods.
  let isSelfPaced = Atomic<Bool>(false)

  /// Blocks until a period is due.
  @_noLocks
  static func wait(
    _ cycle: UnsafeMutablePointer<ALSACycle>, _ due: UnsafeMutablePointer<Int64>
  ) -> rt_wait_result {
    guard cycle.pointee.hasBegun else { return start(cycle) }
    guard cycle.pointee.fault == 0 else { return recover(cycle) }
    let isSelfPaced = cycle.pointee.isSelfPaced.load(ordering: .relaxed)
    if isSelfPaced { sleep(cycle) }
    var waiting: Int?
    // Played is waited for last, so that what was captured is at hand by then.
    if let stream = cycle.pointee.capture {
      let result = wait(cycle, for: stream, &waiting)
      guard result == rt_wait_ready else { return result }
    }
    if let stream = cycle.pointee.playback {
      let result = wait(cycle, for: stream, &waiting)
      guard result == rt_wait_ready else { return result }
    }
    due.pointee =
      isSelfPaced ? cycle.pointee.grid.dueNanoseconds : dueTime(cycle, waiting: waiting ?? 0)
    cycle.pointee.period.pointee.due_nanoseconds = due.pointee
    return rt_wait_ready
  }

  /// Waits for one stream; keeps how many frames waited in the first, the one that drives.
  @_noLocks
  private static func wait(
    _ cycle: UnsafeMutablePointer<ALSACycle>, for stream: PCMStream, _ waiting: inout Int?
  ) -> rt_wait_result {
    switch stream.wait() {
    case .ready(let frames):
      if waiting == nil { waiting = frames }
      return rt_wait_ready
    case .stopped:
      return rt_wait_end
    case .fault(let code):
      cycle.pointee.fault = code
      return rt_wait_again
    }
  }

  /// When the card had a period ready: as long ago as it took to fill what waits beyond it.
  @_noLocks
  private static func dueTime(_ cycle: UnsafeMutablePointer<ALSACycle>, waiting: Int) -> Int64 {
    let now = Clock.now()
    if cycle.pointee.pace.isTooFast(at: now) {
      cycle.pointee.isSelfPaced.store(true, ordering: .relaxed)
    }
    let late = max(0, waiting - cycle.pointee.format.periodFrames)
    return now - Int64(late) * 1_000_000_000 / Int64(cycle.pointee.format.rate)
  }

  /// Sleeps until the system's clock says that a period is due.
  @_noLocks
  private static func sleep(_ cycle: UnsafeMutablePointer<ALSACycle>) {
    var isDue = cycle.pointee.grid.sleep()
    while !isDue { isDue = cycle.pointee.grid.resumeSleep() }
    cycle.pointee.period.pointee.asked_nanoseconds = cycle.pointee.grid.dueNanoseconds
    if cycle.pointee.grid.skipMissed(tolerating: cycle.pointee.format.periods - 1) {
      cycle.pointee.counters.countXrun()
    }
  }

  /// Prepares a period: reads what was captured; nil after a fault.
  @_noLocks
  static func begin(_ cycle: UnsafeMutablePointer<ALSACycle>) -> UnsafePointer<rt_period>? {
    if let stream = cycle.pointee.capture {
      cycle.pointee.fault = stream.read()
      guard cycle.pointee.fault == 0 else { return nil }
    }
    cycle.pointee.bridged?.read(
      at: cycle.pointee.period.pointee.due_nanoseconds, isResuming: cycle.pointee.isResuming)
    cycle.pointee.playback?.buffers.clear()
    return UnsafePointer(cycle.pointee.period)
  }

  /// Writes what a period played.
  @_noLocks
  static func commit(_ cycle: UnsafeMutablePointer<ALSACycle>, isComplete: Bool) {
    alsa_silence_thread()
    cycle.pointee.period.pointee.frame_time += UInt64(cycle.pointee.period.pointee.frames)
    if let stream = cycle.pointee.playback {
      if cycle.pointee.isResuming { stream.buffers.fadeIn() }
      cycle.pointee.isResuming = false
      cycle.pointee.fault = stream.write()
    }
    cycle.pointee.counters.countPeriod(isComplete: isComplete)
    guard cycle.pointee.fault == 0 else { return }
    cycle.pointee.patience.restore()
    cycle.pointee.periodsSinceStart += 1
    if cycle.pointee.periodsSinceStart == 16 { measureLatency(cycle) }
  }

  /// Asks once, when the device has found its pace.
  @_noLocks
  private static func measureLatency(_ cycle: UnsafeMutablePointer<ALSACycle>) {
    guard let stream = cycle.pointee.playback else { return }
    cycle.pointee.beyondFrames.store(stream.framesBeyondBuffer(), ordering: .relaxed)
  }
}
