// Code and data used in the cycle.
import CRealtime
import Realtime
import Synchronization

/// One of the threads that take turns as a driver's thread.
///
/// What is `var` is its own thread's.
@safe
struct RunnerCore {
  let relay: UnsafeMutablePointer<RelayCore>
  let worker: UnsafeMutablePointer<WorkerCore>
  /// Its own copy of the period it is in, which others leave alone.
  let period: UnsafeMutablePointer<rt_period>
  var number: UInt64 = 0
  /// Whether another thread closed its last period.
  var isDeposed = false

  /// The life of a runner: drive, and once another has taken that over, be its understudy.
  @_noLocks
  static func live(_ runner: UnsafeMutablePointer<RunnerCore>) {
    let relay = unsafe runner.pointee.relay
    unsafe WorkerCore.begin(runner.pointee.worker)
    if unsafe relay.pointee.driver.load(ordering: .acquiring) == UInt(bitPattern: runner) {
      unsafe drive(runner)
    }
    while unsafe !isStopping(runner) {
      guard unsafe watch(runner) else { continue }
      unsafe rescue(runner)
      unsafe drive(runner)
    }
    unsafe relay.pointee.resign(runner)
    unsafe runner.pointee.worker.pointee.hasEnded.store(true, ordering: .releasing)
  }

  @_noLocks
  static func isStopping(_ runner: UnsafeMutablePointer<RunnerCore>) -> Bool {
    let isRelayStopping = unsafe runner.pointee.relay.pointee.isStopping.load(ordering: .acquiring)
    return unsafe isRelayStopping
      || runner.pointee.worker.pointee.isStopping.load(ordering: .acquiring)
  }

  /// Performs periods until the device ends, the queue does, or another closes one of them.
  @_noLocks
  static func drive(_ runner: UnsafeMutablePointer<RunnerCore>) {
    let relay = unsafe runner.pointee.relay
    unsafe runner.pointee.isDeposed = false
    while unsafe !isStopping(runner) {
      var due: Int64 = 0
      let device = unsafe relay.pointee.device
      let result = unsafe rt_call_wait(device.wait, device.context, &due)
      if result == rt_wait_end { return unsafe relay.pointee.end() }
      guard result == rt_wait_ready,
        let period = unsafe rt_call_begin(device.begin, device.context)
      else { continue }
      let own = unsafe runner.pointee.period
      unsafe own.pointee = unsafe period.pointee
      unsafe own.pointee.deadline_nanoseconds = relay.pointee.deadline(due: due)
      unsafe perform(workFunction, as: runner, due: due)
      if unsafe runner.pointee.isDeposed { return unsafe depart(runner) }
    }
  }

  @_noLocks
  static func perform(
    _ function: @escaping rt_work, as runner: UnsafeMutablePointer<RunnerCore>, due: Int64
  ) {
    let worker = unsafe runner.pointee.worker
    unsafe worker.pointee.queue.pointee.perform(
      WorkItem(function, context: runner), dueNanoseconds: due, priority: .high, as: worker)
  }

  /// The work of a period, and its end unless that came too late.
  private static var workFunction: rt_work {
    @_noLocks
    get {
      { context in
        guard let runner = unsafe context?.runner else { return }
        unsafe RunnerCore.work(runner)
      }
    }
  }

  @_noLocks
  static func work(_ runner: UnsafeMutablePointer<RunnerCore>) {
    let relay = unsafe runner.pointee.relay
    let work = unsafe relay.pointee.work
    let due = unsafe runner.pointee.period.pointee.due_nanoseconds
    if let open = unsafe work.open {
      unsafe rt_call_open(open, work.context, runner.pointee.period)
    }
    unsafe runner.pointee.number = relay.pointee.open(due: due)
    unsafe rt_call_period(work.function, work.context, runner.pointee.period)
    let isOurs = unsafe relay.pointee.end(runner.pointee.number)
    unsafe runner.pointee.isDeposed = !isOurs
    guard isOurs else { return }
    unsafe close(runner, isComplete: true)
    unsafe relay.pointee.expectNext()
  }

  @_noLocks
  static func close(_ runner: UnsafeMutablePointer<RunnerCore>, isComplete: Bool) {
    let relay = unsafe runner.pointee.relay
    let work = unsafe relay.pointee.work
    if let close = unsafe work.close {
      unsafe rt_call_close(close, work.context, runner.pointee.period, isComplete)
    }
    let device = unsafe relay.pointee.device
    unsafe rt_call_commit(device.commit, device.context, isComplete)
  }
}

extension UnsafeMutableRawPointer {
  var runner: UnsafeMutablePointer<RunnerCore> {
    @_noLocks get { unsafe assumingMemoryBound(to: RunnerCore.self) }
  }
}
