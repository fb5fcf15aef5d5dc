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
      if unsafe queue.pointee.performNext(as: worker) { continue }
      if unsafe worker.pointee.isStopping.load(ordering: .acquiring) {
        if unsafe queue.pointee.isDrained() { break }
        // A producer was interrupted in the middle of its put; it may need this very core.
        _ = rt_sleep_until(Clock.now() + 100_000)
        continue
      }
      if let hasWork = unsafe rise(worker) {
        if hasWork { continue }
      } else if unsafe spin(worker) {
        continue
      }
      unsafe sleep(worker)
    }
    unsafe worker.pointee.hasEnded.store(true, ordering: .releasing)
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
    let end = Clock.now() + spinNanoseconds
    unsafe queue.pointee.spinners.wrappingAdd(1, ordering: .sequentiallyConsistent)
    var hasWork = false
    repeat {
      for _ in 0..<32 where !hasWork {
        rt_spin_pause()
        unsafe hasWork = queue.pointee.hasWork()
      }
    } while !hasWork && Clock.now() < end
    unsafe queue.pointee.spinners.wrappingSubtract(1, ordering: .sequentiallyConsistent)
    return hasWork
  }

  /// Sleeps until the queue is announced to, or workers rise for a deadline.
  @_noLocks
  static func sleep(_ worker: UnsafeMutablePointer<WorkerCore>) {
    let queue = unsafe worker.pointee.queue
    unsafe queue.pointee.parker.announce()
    let isStopping = unsafe worker.pointee.isStopping.load(ordering: .acquiring)
    if unsafe isStopping || queue.pointee.hasWork() {
      unsafe queue.pointee.parker.withdraw()
    } else {
      unsafe parkUntilRise(worker)
    }
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
      let queued = QueuedItem(item: device.period, putNanoseconds: due)
      unsafe worker.pointee.queue.pointee.settleDeadlines()
      unsafe worker.pointee.queue.pointee.perform(queued, priority: .high, as: worker)
    }
    unsafe worker.pointee.hasEnded.store(true, ordering: .releasing)
  }
}
