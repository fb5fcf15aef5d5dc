import CRealtime
import Realtime
import Synchronization

/// What the cycle touches of a plan: which of its cores runs, after which schedule, and what it
/// counts.
///
/// What is `var` is the running thread's own.
@safe
struct PlanHead: ~Copyable {
  let cores: InlineArray<2, UnsafeMutablePointer<PlanCore>>
  let maximumFrames: Int
  let fadePlan: PlanFade

  /// The core the next period is run on.
  let current = Atomic<Int>(0)
  /// The schedule that is run; nil for the steps in their order.
  var schedule: UnsafeMutablePointer<ScheduleCore>?
  /// The schedule to go on with, and those the control side may have back, newest first.
  let nextSchedule = Atomic<UInt>(0)
  let returnedSchedules = Atomic<UInt>(0)

  /// What is played, source by source: how each goes on after a period that was not complete.
  let tails: UnsafeMutablePointer<PlaybackTail>
  let tailCount: Int
  /// The plan's mix points with sources of their own, for periods that are mended.
  let mended: UnsafeMutablePointer<MixPoint>
  let latencyFrames: Int
  var isMending = false

  /// Frames since the plan's first period, as far as its fade needs them.
  var fadePosition = 0
  let fadeIsDone: Atomic<Bool>

  /// Counts parts of periods; those to be timed go by it.
  var part: UInt64 = 0
  var timedMask: UInt64 = 15
  let periods = Atomic<UInt64>(0)
  let oversizedPeriods = Atomic<UInt64>(0)
  /// How many threads the last period was allowed; 0 before the first.
  let allowedThreads = Atomic<Int>(0)
  /// How long periods last; 0 where nobody knows.
  let periodNanoseconds = Atomic<Int64>(0)
  /// How long runs took that were not timed step by step.
  let serialTimes = RunTimes()
  let parallelTimes = RunTimes()
  /// Runs that were revoked whose calling thread has come back, and how long the last one took.
  let lateReturns = Atomic<UInt64>(0)
  let lateNanoseconds = Atomic<Int64>(0)
}

/// A plan as the cycle sees it: a pointer, so that no reference is counted.
///
/// Valid as long as the `Plan` it came from.
@safe
public struct PlanHandle: BitwiseCopyable, @unchecked Sendable {
  let head: UnsafeMutablePointer<PlanHead>

  @_noLocks
  init(_ head: UnsafeMutablePointer<PlanHead>) { unsafe self.head = unsafe head }

  /// Whether the plan's fade is over: what fades in has gain 1 from the next frame on, and what
  /// fades out is silent.
  ///
  /// Thread: any.
  public var fadeIsDone: Bool {
    @_noLocks get { unsafe head.pointee.fadeIsDone.load(ordering: .acquiring) }
  }
}
