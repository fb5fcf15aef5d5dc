// Control side.
import Realtime
import Synchronization

extension Governor {
  /// Watches a queue's worker, if it has a real-time priority.
  func watch(
    _ worker: Worker, of queue: WorkQueue, threadID: Int32, grant: SchedulingGrant
  ) -> GovernedThread? {
    let name = GovernedThreadName(
      thread: worker.name, queue: queue.name, taskClass: queue.taskClass?.name ?? "of no name")
    return unsafe watch(
      threadID: threadID, grant: grant, name: name, worker: worker.core, isOurs: true)
  }

  /// Watches a thread that joins a class by itself, if it has a real-time priority.
  func watch(
    member threadID: Int32, of taskClass: TaskClass, grant: SchedulingGrant
  ) -> GovernedThread? {
    let name = GovernedThreadName(
      thread: "\(threadID)", queue: nil, taskClass: taskClass.name)
    return unsafe watch(threadID: threadID, grant: grant, name: name, worker: nil, isOurs: false)
  }
}

extension WorkerCore {
  /// Takes the calling thread, which is about to end, out of the governor's hands.
  borrowing func leaveGovernor() {
    let address = governed.exchange(0, ordering: .acquiring)
    guard let opaque = unsafe UnsafeRawPointer(bitPattern: address) else { return }
    unsafe Unmanaged<GovernedThread>.fromOpaque(opaque).takeUnretainedValue().leave()
  }
}
