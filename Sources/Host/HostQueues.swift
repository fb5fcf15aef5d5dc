import Drivers
import Foundation
import WorkQueues

/// The queues of a running host.
struct HostQueues: Sendable {
  /// Runs the periods and the plan's steps, at the session's task class.
  let audio: WorkQueue
  /// Runs fades and reports, one at a time, at normal priority.
  let control: WorkQueue
  /// Reads files ahead, carries recordings to the disk, measures, and does what plugins ask for.
  ///
  /// A disk that hangs keeps only those that wait for it: the queue grows another worker for the
  /// others.
  let disk: WorkQueue
  /// Opens, starts, stops and looks for devices, one after the other: see `DeviceLane`.
  ///
  /// A device that takes its time keeps neither a fade nor a report waiting; one that hangs keeps a
  /// worker, and the queue grows another.
  let devices: WorkQueue
  /// All of them.
  var all: [WorkQueue] { [audio, control, disk, devices] }
  /// Threads that run the plan, the driver's own included.
  let workers: Int

  /// Starts a platform and the queues of a session on it.
  static func make(
    _ setup: AudioHost.Setup, for driver: any Driver
  ) throws(HostError) -> (WorkPlatform, HostQueues) {
    let queue = setup.session.session.queue
    let workers = max(1, queue.workers ?? ProcessInfo.processInfo.activeProcessorCount)
    do throws(WorkQueueError) {
      let platform = try WorkPlatform(classes: setup.taskClasses, broker: setup.broker)
      try platform.startGovernor()
      let queues = HostQueues(
        audio: try platform.makeQueue(
          named: "audio", kind: .multithreaded(workers: workers - 1),
          taskClass: setup.taskClasses[queue.taskClass], scheduling: driver.helperScheduling,
          spinNanoseconds: spinNanoseconds),
        control: try platform.makeQueue(named: "control", kind: .standard),
        // One to read, one to write.
        disk: try platform.makeQueue(named: "disk", kind: .multithreaded(workers: 2)),
        devices: try platform.makeQueue(named: "devices", kind: .multithreaded(workers: 1)),
        workers: workers)
      queues.disk.setLongRunning(true)
      return (platform, queues)
    } catch {
      throw HostError(.internal, error.description)
    }
  }

  /// How long a helper looks for the next step before it sleeps: about as long as a step takes.
  private static let spinNanoseconds: Int64 = 50_000
}
