// Control side.
import CRTWorkQ
import Synchronization
import WorkQueues

extension QueueTable {
  /// Locks the one queue of a task class, "" for that of none; returns its id.
  ///
  /// The platform counts one lock for as long as the queue has an id, the table the program's.
  borrowing func lockShared(
    taskClass: String, _ basePriority: TaskClass.RelativePriority, taskIndex: inout UInt32?
  ) throws(Failure) -> DWORD {
    let platform = try platformLife.platform()
    let queue = try lock(taskClass, basePriority, taskIndex: &taskIndex, on: platform)
    if let id = lockOpen(queue) {
      platform.unlockSharedQueue(queue)
      return id
    }
    do throws(Failure) {
      return try allocate(isShared: true) { _ in queue }
    } catch {
      platform.unlockSharedQueue(queue)
      throw error
    }
  }

  /// Locks a queue that has an id, and returns that.
  private borrowing func lockOpen(_ queue: WorkQueue) -> DWORD? {
    entries.withLock { entries in
      for slot in 0..<QueueIdentifier.privateCount {
        guard case .open(var open) = entries.places[slot], open.queue === queue else { continue }
        open.locks += 1
        entries.places[slot] = .open(open)
        return QueueIdentifier(slot: slot, generation: entries.generations[slot]).value
      }
      return nil
    }
  }

  private func lock(
    _ taskClass: String, _ basePriority: TaskClass.RelativePriority, taskIndex: inout UInt32?,
    on platform: WorkPlatform
  ) throws(Failure) -> WorkQueue {
    do {
      let queue = try platform.lockSharedQueue(
        taskClass: taskClass, basePriority: basePriority, taskIndex: &taskIndex)
      taskClassProcess.warn(ofAny: queue.grants)
      return queue
    } catch let error as TaskClassError {
      throw Failure(error)
    } catch let error as WorkQueueError {
      throw Failure(error)
    } catch {
      throw Failure(Status.fail)
    }
  }
}
