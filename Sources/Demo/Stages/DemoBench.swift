import CRealtime
import Drivers
import Host
import Realtime
import WorkQueues

/// What every page stands on: a platform, a driver without hardware that keeps the time, and a
/// queue in which the page puts its items whenever a period is due.
final class DemoBench: @unchecked Sendable {
  // Unchecked: the pointer is made once, and read by the driver's thread until it has stopped.

  let platform: WorkPlatform
  /// Puts the items of a page, above the classes it shows.
  let conductor: WorkQueue
  let driver: ClockDriver
  private let beat: UnsafeMutablePointer<Beat>
  private var task: ControlTask?

  /// The period in which items are put.
  static let periodNanoseconds: Int64 = 10_000_000

  init(_ machine: DemoMachine) throws(HostError) {
    platform = try WorkPlatform.demonstrating(broker: machine.broker)
    do {
      conductor = try platform.makeQueue(
        named: "conductor", kind: .standard, taskClass: platform.classes["Pro Audio"],
        relativePriority: .critical)
      driver = try ClockDriver(
        StreamRequest(rate: 48_000, periodFrames: 480, captureChannels: 0, playbackChannels: 2))
    } catch {
      platform.shutdown()
      throw HostError(.internal, "\(error)")
    }
    beat = .allocate(capacity: 1)
    beat.initialize(to: Beat(queue: conductor.handle, item: nil))
  }

  deinit { beat.deallocate() }

  /// Makes a queue of the page.
  func makeQueue(
    _ name: String, workers: Int, taskClass: TaskClass? = nil, capacity: Int = 1024
  ) throws(HostError) -> WorkQueue {
    do {
      return try platform.makeQueue(
        named: name, kind: workers == 1 ? .standard : .multithreaded(workers: workers),
        taskClass: taskClass, capacity: capacity)
    } catch {
      throw HostError(.internal, error.description)
    }
  }

  /// Has `body` called in the conductor's queue at each period.
  func start(_ body: @escaping @Sendable () -> Void) throws(HostError) {
    let task = ControlTask(body)
    self.task = task
    beat.pointee.item = task.item
    do {
      try driver.start(Beat.callback(beat), on: conductor)
    } catch {
      throw HostError(.internal, "\(error)")
    }
  }

  /// No more periods; the conductor has put its last item when this returns.
  func silence() {
    driver.stop()
    platform.close(conductor)
  }

  /// Ends all threads; what was put is performed first.
  func stop() {
    silence()
    platform.shutdown()
    task = nil
  }

  /// What the meter shows of these queues, and of the conductor's last.
  func reading(of queues: [WorkQueue]) -> QueueReading {
    QueueReading(
      queues: (queues + [conductor]).map { $0.snapshot() }, timer: platform.timer.snapshot(),
      driver: driver)
  }
}

/// Puts one item a period, in the driver's cycle.
private struct Beat {
  let queue: QueueHandle
  var item: WorkItem?

  static func callback(_ beat: UnsafeMutablePointer<Beat>) -> PeriodCallback {
    PeriodCallback(function: { context, _ in Beat.perform(context) }, context: beat)
  }

  @_noLocks
  private static func perform(_ context: UnsafeMutableRawPointer?) {
    guard let beat = context?.assumingMemoryBound(to: Beat.self),
      let item = beat.pointee.item
    else { return }
    _ = beat.pointee.queue.put(item)
  }
}
