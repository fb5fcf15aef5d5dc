import CRealtime
import Realtime
import Synchronization
import WorkQueues

/// One node's work for one period: what it is called with, what it waits for, what waits for it.
///
/// Lives at a fixed address. What is `var` belongs to the thread that performs the step, or that
/// made it ready.
@safe
struct Step: ~Copyable {
  let process: rt_process
  let context: UnsafeMutableRawPointer?
  let cell: UnsafeMutablePointer<NodeCell>
  /// The step as an item for the queue.
  let item: WorkItem
  let plan: UnsafeMutablePointer<PlanCore>
  var block: rt_block

  let mixes: UnsafeMutablePointer<MixedInput>
  let mixCount: Int
  let successors: UnsafeMutablePointer<UnsafeMutablePointer<Step>>
  let successorCount: Int
  let predecessorCount: Int

  /// Predecessors that have not finished in this period.
  let open: Atomic<Int>
  /// The next on a list of ready steps that one thread keeps for itself.
  var nextReady: UnsafeMutablePointer<Step>?
}

extension Step {
  /// Sums the inputs that need it and calls the node.
  @_noLocks
  static func perform(_ step: UnsafeMutablePointer<Step>) {
    let begin = Clock.now()
    let frames = unsafe step.pointee.plan.pointee.frames
    unsafe step.pointee.block.frames = UInt32(frames)
    unsafe step.pointee.block.frame_time = step.pointee.plan.pointee.frameTime
    for index in 0..<(unsafe step.pointee.mixCount) {
      let mix = unsafe step.pointee.mixes[index]
      unsafe mix.point.sum(to: mix.buffer, frames: frames)
    }
    unsafe rt_call_process(step.pointee.process, step.pointee.context, &step.pointee.block)
    unsafe step.pointee.cell.pointee.count(Clock.now() - begin)
  }

  /// Counts a predecessor as finished; true when it was the last.
  ///
  /// The count begins anew at once, so that nothing has to be prepared for the next period: nobody
  /// looks at it before this step has finished too.
  @_noLocks
  borrowing func closeOne() -> Bool {
    // What every predecessor wrote is released here and acquired by the one who comes last.
    let left = open.wrappingSubtract(1, ordering: .acquiringAndReleasing).newValue
    guard left == 0 else { return false }
    open.store(predecessorCount, ordering: .relaxed)
    return true
  }
}

/// Ready steps that one thread keeps for itself, the newest first.
@safe
struct ReadyList {
  private var first: UnsafeMutablePointer<Step>?

  @_noLocks
  init() { unsafe first = nil }

  @_noLocks
  mutating func push(_ step: UnsafeMutablePointer<Step>) {
    unsafe step.pointee.nextReady = unsafe first
    unsafe first = unsafe step
  }

  @_noLocks
  mutating func pop() -> UnsafeMutablePointer<Step>? {
    guard let step = unsafe first else { return nil }
    unsafe first = step.pointee.nextReady
    return unsafe step
  }
}
