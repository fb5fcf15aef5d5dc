import CRealtime
import Realtime
import Synchronization

extension WorkerCore {
  /// The life of a worker thread: perform, look around for a while, sleep.
  @_noLocks
  static func work(_ worker: UnsafeMutablePointer<WorkerCore>) {
    unsafe begin(worker)
    let queue = unsafe worker.pointee.queue
    while true {
      if unsafe queue.pointee.performNext(as: worker) {
        unsafe worker.pointee.goOn(from: worker.pointee.endedTicks.load(ordering: .relaxed))
        continue
      }
      unsafe worker.pointee.pause()
      if unsafe worker.pointee.isStopping.load(ordering: .acquiring) {
        if unsafe queue.pointee.isDrained() { break }
        // A producer was interrupted in the middle of its put; it may need this very core.
        _ = rt_sleep_until(Clock.now() + 100_000)
        continue
      }
      if let hasWork = unsafe rise(worker) ?? awaitScheduled(worker) {
        if hasWork { continue }
      } else if unsafe spin(worker) {
        continue
      }
      if unsafe mayLeave(worker) { break }
      unsafe sleep(worker)
    }
    unsafe worker.pointee.hasEnded.store(true, ordering: .releasing)
    if unsafe worker.pointee.isGrown { unsafe queue.pointee.growth.tell() }
  }

  @_noLocks
  static func begin(_ worker: UnsafeMutablePointer<WorkerCore>) {
    _ = rt_denormals_flush()
    _ = unsafe rt_set_current_worker(worker)
    unsafe worker.pointee.noteThread()
  }

  /// Looks for work for the queue's spin time; true when there is some.
  @_noLocks
  static func spin(_ worker: UnsafeMutablePointer<WorkerCore>) -> Bool {
    let queue = unsafe worker.pointee.queue
    let spinNanoseconds = unsafe queue.pointee.spinNanoseconds
    guard spinNanoseconds > 0 else { return false }
    let isCounted = unsafe queue.pointee.countsSpinners
    if isCounted {
      unsafe queue.pointee.spinners.wrappingAdd(1, ordering: .sequentiallyConsistent)
    }
    let begin = rt_ticks()
    var now = begin
    var hasWork = false
    repeat {
      rt_spin_pause()
      now = rt_ticks()
      unsafe hasWork = queue.pointee.hasWork()
    } while !hasWork && rt_ticks_between(begin, now) < spinNanoseconds
    // Else the worker sleeps, and the next item does not follow on this.
    if hasWork { unsafe worker.pointee.goOn(from: now) }
    if isCounted {
      unsafe queue.pointee.spinners.wrappingSubtract(1, ordering: .sequentiallyConsistent)
    }
    return hasWork
  }

  /// Sleeps until the queue is announced to, or workers rise for a deadline.
  @_noLocks
  static func sleep(_ worker: UnsafeMutablePointer<WorkerCore>) {
    let queue = unsafe worker.pointee.queue
    unsafe queue.pointee.parker.announce()
    let isStopping = unsafe worker.pointee.isStopping.load(ordering: .acquiring)
    // Before the last look: an item that is placed later was counted by now, or wakes somebody.
    let isExpecting = unsafe queue.pointee.waitingCount() > 0
    if unsafe isStopping || queue.pointee.hasWork() {
      unsafe queue.pointee.parker.withdraw()
    } else if isExpecting {
      unsafe queue.pointee.parker.withdraw()
      unsafe expect(queue)
    } else {
      unsafe parkUntilRise(worker)
    }
  }

  /// Waits for an item that is counted and not placed yet.
  ///
  /// That takes some nanoseconds, unless its producer was interrupted in between: then it may need
  /// this very core.
  @_noLocks
  static func expect(_ queue: UnsafeMutablePointer<QueueCore>) {
    for _ in 0..<64 {
      if unsafe queue.pointee.hasWork() { return }
      rt_spin_pause()
    }
    _ = rt_sleep_until(Clock.now() + 50_000)
  }

  /// The life of a waiting worker: wait for the device, perform the period.
  @_noLocks
  static func waitAndWork(_ worker: UnsafeMutablePointer<WorkerCore>) {
    unsafe begin(worker)
    guard let device = unsafe worker.pointee.device else { return }
    while unsafe !worker.pointee.isStopping.load(ordering: .acquiring) {
      var due: Int64 = 0
      let result = unsafe rt_call_wait(device.wait, device.context, &due)
      if result == rt_wait_end { break }
      guard result == rt_wait_ready else { continue }
      unsafe worker.pointee.queue.pointee.perform(
        device.period, dueNanoseconds: due, priority: .high, as: worker)
    }
    unsafe worker.pointee.hasEnded.store(true, ordering: .releasing)
  }
}
