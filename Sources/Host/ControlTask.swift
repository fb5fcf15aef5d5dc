import CRealtime
import Synchronization
public import WorkQueues

/// A closure as a work item, for work of the control side.
///
/// Made once and kept for as long as an item of it may run. Calling a closure counts references,
/// so a control task never goes to a queue the cycle waits for.
public final class ControlTask: Sendable {
  /// What it does, in a word or two, as the meter shows it.
  public let name: String
  private let body: @Sendable () -> Void

  /// Creates a task.
  public init(named name: String = "task", _ body: @escaping @Sendable () -> Void) {
    self.name = name
    self.body = body
    TaskNames.shared.note(name, at: address)
  }

  deinit { TaskNames.shared.forget(address) }

  private var address: UInt { UInt(bitPattern: Unmanaged.passUnretained(self).toOpaque()) }

  /// Does it at once, on the calling thread.
  public func perform() { body() }

  /// The item to put or schedule.
  public var item: WorkItem {
    WorkItem(Self.function, context: Unmanaged.passUnretained(self).toOpaque())
  }

  private static let function: rt_work = { context in
    guard let context else { return }
    Unmanaged<ControlTask>.fromOpaque(context).takeUnretainedValue().perform()
  }

  /// The name of the task an item performs; nil for an item that is none, or one that is gone.
  static func name(of item: WorkItemIdentity) -> String? {
    item.context(of: function).flatMap { TaskNames.shared.name(at: UInt(bitPattern: $0)) }
  }
}

/// The names of all tasks there are, by their addresses: who looks need not keep any.
private final class TaskNames: Sendable {
  static let shared = TaskNames()
  private let names = Mutex<[UInt: String]>([:])

  func note(_ name: String, at address: UInt) { names.withLock { $0[address] = name } }

  func forget(_ address: UInt) { _ = names.withLock { $0.removeValue(forKey: address) } }

  func name(at address: UInt) -> String? { names.withLock { $0[address] } }
}

extension WorkTimer {
  /// Performs a task as a scheduled item; at once, and says why, when that is refused.
  func schedule(
    _ task: ControlTask, on queue: WorkQueue, delayNanoseconds: Int64 = 0,
    telling events: EventLog
  ) {
    do throws(WorkQueueError) {
      try schedule(task.item, on: queue, priority: .high, delayNanoseconds: delayNanoseconds)
    } catch {
      // A fade that comes too early is better than none.
      events.add(error.description)
      task.perform()
    }
  }
}
