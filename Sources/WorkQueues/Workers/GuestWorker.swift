// Control side.
import Synchronization

/// A foreign thread that works in a queue for the length of one callback, such as JACK's.
public final class GuestWorker: Sendable {
  private let worker: Worker
  private let queue: WorkQueue

  init(worker: Worker, queue: WorkQueue) {
    self.worker = worker
    self.queue = queue
  }

  deinit { queue.remove(worker) }

  /// The worker as the cycle sees it; valid as long as this guest.
  public var handle: WorkerHandle { unsafe WorkerHandle(worker.core) }
}

/// A queue's own thread that waits on a device.
public final class WaitingWorker: Sendable {
  private let worker: Worker
  private let queue: WorkQueue

  init(worker: Worker, queue: WorkQueue) {
    self.worker = worker
    self.queue = queue
  }

  /// Whether the wait said that there is no more to wait for, or the worker was stopped.
  public var hasEnded: Bool { unsafe worker.core.pointee.hasEnded.load(ordering: .acquiring) }

  /// Ends the thread after the period it is in, and waits for that.
  ///
  /// The device's wait must return by itself or be made to. May be called twice.
  public func stop() {
    worker.requestStop()
    queue.join(worker)
    queue.remove(worker)
  }
}
