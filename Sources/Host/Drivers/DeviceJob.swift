import WorkQueues

/// Something that takes as long as a device does: it is opened, started or stopped.
final class DeviceJob: Sendable {
  private let body: @Sendable () -> Void

  private init(_ body: @escaping @Sendable () -> Void) { self.body = body }

  /// Has a queue perform `body` once; false when it does not take it.
  ///
  /// Thread: any of the control side.
  static func put(_ body: @escaping @Sendable () -> Void, on queue: WorkQueue) -> Bool {
    let job = Unmanaged.passRetained(DeviceJob(body))
    let item = WorkItem(
      { context in
        guard let context else { return }
        Unmanaged<DeviceJob>.fromOpaque(context).takeRetainedValue().body()
      }, context: job.toOpaque())
    do throws(WorkQueueError) {
      try queue.put(item)
      return true
    } catch {
      job.release()
      return false
    }
  }
}
