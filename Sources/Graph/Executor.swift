public import CRealtime
import Synchronization
public import WorkQueues

/// Runs plans, once per period.
///
/// The calling thread performs steps itself. Whoever finishes a step goes on with the first step
/// that this made ready and puts the others into the queue, where the queue's workers and the
/// calling thread take them; steps go there with high priority. While the calling thread waits for
/// the rest, it also performs what else is in the queue. No step is ever lost: one that the queue
/// refuses is performed by the thread that wanted to put it. When `run` returns, nobody uses the
/// plan any more.
public enum Executor {
  /// Runs a plan for one period.
  ///
  /// `workers` is how many threads may work at once, the calling one counted. With one, with a plan
  /// that is nowhere wider than one step, or on a thread that is no worker, the calling thread
  /// performs every step and nobody is woken; otherwise it must be a worker of `queue`. Any number
  /// of frames will do: a period longer than the plan's `maximumFrames` is run in parts and counted.
  ///
  /// Thread: cycle, one period of a plan at a time.
  @_noLocks
  public static func run(
    _ plan: PlanHandle, period: UnsafePointer<rt_period>, queue: QueueHandle, workers: Int
  ) {
    let core = unsafe plan.core
    let width = unsafe core.pointee.width
    let threads = workers < width ? workers : width
    let worker = threads > 1 ? WorkerHandle.current : nil
    unsafe core.pointee.queue = worker == nil ? nil : queue
    if worker != nil { queue.wake(threads - 1) }

    let total = unsafe Int(period.pointee.frames)
    unsafe core.pointee.countPeriod(frames: total)
    var offset = 0
    while offset < total {
      let rest = total - offset
      let maximum = unsafe core.pointee.maximumFrames
      unsafe core.pointee.frames = rest < maximum ? rest : maximum
      unsafe core.pointee.frameTime = period.pointee.frame_time + UInt64(offset)
      unsafe core.pointee.readCapture(period, from: offset)
      unsafe runSteps(core, as: worker)
      unsafe core.pointee.writePlayback(period, from: offset)
      unsafe offset += core.pointee.frames
    }
  }

  /// Performs every step once.
  @_noLocks
  static func runSteps(_ core: UnsafeMutablePointer<PlanCore>, as worker: WorkerHandle?) {
    let count = unsafe core.pointee.stepCount
    guard count > 0 else { return }
    unsafe core.pointee.left.store(UInt32(count), ordering: .relaxed)
    var ready = ReadyList()
    for index in 1..<(unsafe core.pointee.initialCount) {
      unsafe offer(core.pointee.initial[index], of: core, keeping: &ready)
    }
    unsafe work(from: core.pointee.initial[0], of: core, keeping: &ready)
    if let worker { unsafe finish(core, as: worker) }
  }

  /// What a queue's worker does with a step it took.
  @_noLocks
  static func performItem(_ context: UnsafeMutableRawPointer?) {
    guard let context = unsafe context else { return }
    let step = unsafe context.assumingMemoryBound(to: Step.self)
    rt_cycle_enter()
    var ready = ReadyList()
    unsafe work(from: step, of: step.pointee.plan, keeping: &ready)
    rt_cycle_exit()
  }

  /// Performs a step, what it makes ready, and what is on the list, until nothing is left there.
  @_noLocks
  static func work(
    from first: UnsafeMutablePointer<Step>, of core: UnsafeMutablePointer<PlanCore>,
    keeping ready: inout ReadyList
  ) {
    var next = unsafe Optional(first)
    while let step = unsafe next {
      unsafe Step.perform(step)
      unsafe next = advance(from: step, of: core, keeping: &ready)
      if unsafe next == nil { unsafe next = ready.pop() }
      // The last look at the step and, when it was the last one, at the plan.
      unsafe countDown(core)
    }
  }

  /// Counts down the successors of a finished step; the first that is ready is this thread's.
  @_noLocks
  static func advance(
    from step: UnsafeMutablePointer<Step>, of core: UnsafeMutablePointer<PlanCore>,
    keeping ready: inout ReadyList
  ) -> UnsafeMutablePointer<Step>? {
    var next: UnsafeMutablePointer<Step>?
    for index in 0..<(unsafe step.pointee.successorCount) {
      let successor = unsafe step.pointee.successors[index]
      guard unsafe successor.pointee.closeOne() else { continue }
      if unsafe next == nil {
        unsafe next = unsafe successor
      } else {
        unsafe offer(successor, of: core, keeping: &ready)
      }
    }
    return unsafe next
  }

  /// Puts a ready step into the queue; keeps it when there is none or it refuses.
  @_noLocks
  static func offer(
    _ step: UnsafeMutablePointer<Step>, of core: UnsafeMutablePointer<PlanCore>,
    keeping ready: inout ReadyList
  ) {
    guard let queue = unsafe core.pointee.queue else { return unsafe ready.push(step) }
    if case .accepted = unsafe queue.put(step.pointee.item, priority: .high) {
      return unsafe wakeCaller(core)
    }
    unsafe core.pointee.refusedPuts.wrappingAdd(1, ordering: .relaxed)
    unsafe ready.push(step)
  }
}
