// Control side.
import CRTWorkQ
import Realtime
import Synchronization
import WorkQueues

/// The results that wait for their time.
let scheduledItems = ScheduledItems()

/// Results by number and in order of their times, as many as there are.
///
/// The timer is set to the first of them. Whoever takes a result out, to put or to cancel it, has
/// it alone, and with it the reference it was kept by.
struct ScheduledItems: ~Copyable, Sendable {
  private struct Item: @unchecked Sendable {
    let result: ResultPointer
    let parameters: CallbackParameters
  }

  private struct Alarm {
    let timer: WorkTimer
    let key: ScheduledItemKey
    let dueNanoseconds: Int64
  }

  private struct State {
    var items: [UInt64: Item] = [:]
    var times = TimeHeap()
    var alarm: Alarm?
  }

  private let state = Mutex(State())

  /// Has a result put later; returns the number to cancel it by.
  ///
  /// Its callback is asked for its queue at once: it is put by the timer's thread.
  borrowing func add(_ result: ResultPointer, delayNanoseconds: Int64) throws(Failure) -> UInt64 {
    guard let callback = result.callback else { throw Failure(Status.pointer) }
    let number = ItemKeys.next()
    let item = Item(result: result, parameters: callback.parameters)
    result.addReference()
    do throws(Failure) {
      try keep(item, number, dueNanoseconds: Clock.now() + min(delayNanoseconds, 1 << 60))
    } catch {
      result.release()
      throw error
    }
    return number
  }

  /// Cancels a result and lets go of it; false when its time has come, or it was cancelled.
  borrowing func cancel(_ number: UInt64) -> Bool {
    let item = state.withLock { state in
      let item = state.items.removeValue(forKey: number)
      // Cancelled times stay where they are; not when they are most of them.
      if state.times.count > 2 * state.items.count + 64 {
        state.times.keepOnly { state.items[$0] != nil }
      }
      return item
    }
    item?.result.release()
    return item != nil
  }

  /// Forgets all results with the platform, and leaves them the references, as Windows does.
  borrowing func abandon() { state.withLock { $0 = State() } }

  private borrowing func keep(
    _ item: Item, _ number: UInt64, dueNanoseconds: Int64
  ) throws(Failure) {
    let timer = try platformLife.platform().timer
    try state.withLock { state throws(Failure) in
      if dueNanoseconds < state.alarm?.dueNanoseconds ?? .max {
        try Self.set(&state, timer, dueNanoseconds)
      }
      state.items[number] = item
      state.times.insert(dueNanoseconds, number)
    }
  }

  private static func set(
    _ state: inout State, _ timer: WorkTimer, _ dueNanoseconds: Int64
  ) throws(Failure) {
    let key = try translating { () throws(WorkQueueError) in
      try timer.scheduleSignal(
        WorkItem(ring, context: nil), delayNanoseconds: dueNanoseconds - Clock.now())
    }
    if let former = state.alarm { former.timer.cancel(former.key) }
    state.alarm = Alarm(timer: timer, key: key, dueNanoseconds: dueNanoseconds)
  }

  /// What the timer's thread performs when the first time has come.
  private static let ring: @convention(c) (UnsafeMutableRawPointer?) -> Void = { _ in
    while let (number, item) = scheduledItems.takeDue(now: Clock.now()) {
      let status = Dispatch.handDue(item.result, item.parameters)
      guard status != Status.ok else { continue }
      // Full: there may be room soon.
      if status == Status.outOfMemory,
        (try? scheduledItems.keep(item, number, dueNanoseconds: Clock.now() + 1_000_000)) != nil
      {
        continue
      }
      item.result.release()
    }
  }

  /// Takes the first result whose time has come; sets the timer to the next when there is none.
  private borrowing func takeDue(now: Int64) -> (UInt64, Item)? {
    state.withLock { state in
      while let first = state.times.first {
        let isThere = state.items[first.number] != nil
        if isThere, first.dueNanoseconds > now { break }
        state.times.removeFirst()
        if let item = state.items.removeValue(forKey: first.number) { return (first.number, item) }
      }
      Self.setNext(&state, now: now)
      return nil
    }
  }

  private static func setNext(_ state: inout State, now: Int64) {
    guard let alarm = state.alarm else { return }
    guard let first = state.times.first else {
      if alarm.dueNanoseconds <= now { state.alarm = nil }
      return
    }
    // One that is still ahead of its time will ring again by itself.
    guard alarm.dueNanoseconds <= now || first.dueNanoseconds < alarm.dueNanoseconds else { return }
    // Refused only by a timer that was stopped.
    try? set(&state, alarm.timer, first.dueNanoseconds)
  }
}
