import CRealtime
import Synchronization
import WorkQueues

/// What the cycle touches of a plan.
///
/// What is `var` is written by the thread that runs the plan, before it lets others at the steps.
@safe
struct PlanCore: ~Copyable {
  let steps: UnsafeMutablePointer<Step>
  let stepCount: Int
  let initial: UnsafeMutablePointer<UnsafeMutablePointer<Step>>
  let initialCount: Int
  let capture: UnsafeMutablePointer<UnsafeMutablePointer<Float>>
  let captureCount: Int
  let playback: UnsafeMutablePointer<MixPoint>
  let playbackCount: Int
  let maximumFrames: Int
  let width: Int

  var frames: Int
  var frameTime: UInt64
  /// Where ready steps are put for others; nil when the calling thread performs all of them.
  var queue: QueueHandle?

  /// The steps left in this period, and `sleeping` while the calling thread sleeps.
  let left = Atomic<UInt32>(0)

  let periods = Atomic<UInt64>(0)
  let oversizedPeriods = Atomic<UInt64>(0)
  let refusedPuts = Atomic<UInt64>(0)

  static var sleeping: UInt32 { @_noLocks get { 1 << 31 } }
}

/// A plan as the cycle sees it: a pointer, so that no reference is counted.
///
/// Valid as long as the `Plan` it came from.
@safe
public struct PlanHandle: BitwiseCopyable, @unchecked Sendable {
  let core: UnsafeMutablePointer<PlanCore>

  @_noLocks
  init(_ core: UnsafeMutablePointer<PlanCore>) { unsafe self.core = unsafe core }
}
