// Control side.
import CRTWorkQ
import Realtime
import Synchronization
import WorkQueues

/// The deadlines that programs hold handles of, and who is told of missed ones.
let deadlines = Deadlines()

/// Deadlines by the numbers in their handles, and handlers by their queues' ids.
struct Deadlines: ~Copyable, Sendable {
  private struct Entry {
    weak var queue: WorkQueue?
    let key: DeadlineKey
  }

  private struct Handler: @unchecked Sendable {
    let function: rtwq_deadline_handler
    let context: UnsafeMutableRawPointer?
  }

  private struct State {
    var entries: [UInt64: Entry] = [:]
    var handlers: [DWORD: Handler] = [:]
  }

  private let state = Mutex(State())

  /// Sets a deadline; returns its number.
  borrowing func set(
    on queue: WorkQueue, _ hundredNanoseconds: Int64, before leadHundredNanoseconds: Int64
  ) throws(Failure) -> UInt64 {
    let due = Clock.now() + Self.nanoseconds(hundredNanoseconds)
    let lead = Self.nanoseconds(leadHundredNanoseconds)
    let key = try translating { () throws(WorkQueueError) in
      try queue.setDeadline(dueNanoseconds: due, preDeadlineNanoseconds: lead)
    }
    let number = ItemKeys.next()
    state.withLock { $0.entries[number] = Entry(queue: queue, key: key) }
    return number
  }

  /// Withdraws a deadline, or forgets one that has passed; false when there is none of that number.
  borrowing func cancel(_ number: UInt64) -> Bool {
    guard let entry = state.withLock({ $0.entries.removeValue(forKey: number) }) else {
      return false
    }
    entry.queue?.cancelDeadline(entry.key)
    return true
  }

  /// Sets who is told of missed deadlines of a queue.
  borrowing func setHandler(
    of id: DWORD, _ function: rtwq_deadline_handler?, _ context: UnsafeMutableRawPointer?
  ) throws(Failure) {
    let queue = try queueTable.queue(id)
    // One that is never kept long by the work that misses deadlines.
    let teller = try queueTable.queue(DWORD(MFASYNC_CALLBACK_QUEUE_RT))
    state.withLock { $0.handlers[id] = function.map { Handler(function: $0, context: context) } }
    let item = WorkItem(Self.tell, context: UnsafeMutableRawPointer(bitPattern: UInt(id)))
    queue.onMissedDeadline(function == nil ? nil : item, on: teller)
  }

  /// Forgets all, with the platform.
  borrowing func drop() { state.withLock { $0 = State() } }

  /// Tells a queue's handler of what was missed; the context is the queue's id.
  private static let tell: @convention(c) (UnsafeMutableRawPointer?) -> Void = { context in
    let id = DWORD(UInt(bitPattern: context))
    guard let queue = try? queueTable.queue(id),
      let handler = deadlines.state.withLock({ $0.handlers[id] })
    else { return }
    for missed in queue.takeMissedDeadlines() {
      handler.function(handler.context, id, result(missed))
    }
  }

  /// The result whose callback ran.
  private static func result(_ missed: MissedDeadline) -> ResultPointer? {
    let contexts = missed.running.lazy.compactMap { running in
      running.item?.context(of: Dispatch.perform)
        ?? running.item?.context(of: Dispatch.performInTurn)
    }
    return contexts.first?.assumingMemoryBound(to: IRtwqAsyncResult.self)
  }

  private static func nanoseconds(_ hundred: Int64) -> Int64 {
    // Far enough ahead, and not past what can be added to the clock.
    min(hundred, 1 << 54) * 100
  }
}
