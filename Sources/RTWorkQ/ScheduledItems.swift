// Control side.
import CRTWorkQ
import Synchronization
import WorkQueues

/// The items that wait for their time.
let scheduledItems = ScheduledItems()

/// A result and the time it waits for, with a reference to the result.
///
/// The timer keeps one too while it has it.
final class ScheduledItem: @unchecked Sendable {
  let number = ItemKeys.next()
  let result: ResultPointer
  /// Known from when the table is unlocked after the item came into it.
  fileprivate(set) var timerKey: ScheduledItemKey?
  fileprivate(set) var timer: WorkTimer?

  init(_ result: ResultPointer) { self.result = result }
}

/// Scheduled items by number.
///
/// Who takes an item out, to perform or to cancel it, has it alone.
struct ScheduledItems: ~Copyable, Sendable {
  private let items = Mutex<[UInt64: ScheduledItem]>([:])

  /// Has a result performed later; returns the number to cancel it by.
  borrowing func add(_ result: ResultPointer, delayNanoseconds: Int64) throws(Failure) -> UInt64 {
    result.addReference()
    let item = ScheduledItem(result)
    do throws(Failure) {
      try arm(item, delayNanoseconds: delayNanoseconds)
    } catch {
      result.release()
      throw error
    }
    return item.number
  }

  /// Cancels an item and lets go of its result; false when its time has come, or it was cancelled.
  borrowing func cancel(_ number: UInt64) -> Bool {
    guard let item = take(number) else { return false }
    if let timer = item.timer, let key = item.timerKey, timer.cancel(key) {
      // The timer will not come back with it.
      Unmanaged.passUnretained(item).release()
    }
    item.result.release()
    return true
  }

  /// Forgets all items, and leaves their results the references, as Windows does.
  borrowing func abandon() { items.withLock { $0 = [:] } }

  private borrowing func take(_ number: UInt64) -> ScheduledItem? {
    items.withLock { $0.removeValue(forKey: number) }
  }

  private borrowing func arm(_ item: ScheduledItem, delayNanoseconds: Int64) throws(Failure) {
    let platform = try platformLife.platform()
    let queue = try queueTable.queue(DWORD(MFASYNC_CALLBACK_QUEUE_TIMER))
    // The table stays locked, so that the item cannot come due before its key is known.
    try items.withLock { items throws(Failure) in
      let kept = Unmanaged.passRetained(item)
      do throws(WorkQueueError) {
        item.timer = platform.timer
        item.timerKey = try platform.timer.schedule(
          WorkItem(Self.comeDue, context: kept.toOpaque()), on: queue,
          delayNanoseconds: delayNanoseconds)
      } catch {
        kept.release()
        throw Failure(error)
      }
      items[item.number] = item
    }
  }

  /// What the timer's queue performs for an item whose time has come.
  private static let comeDue: @convention(c) (UnsafeMutableRawPointer?) -> Void = { context in
    guard let context else { return }
    let item = Unmanaged<ScheduledItem>.fromOpaque(context).takeRetainedValue()
    guard scheduledItems.take(item.number) != nil else { return }
    if Dispatch.invokeDue(item.result) == Status.outOfMemory,
      (try? scheduledItems.arm(item, delayNanoseconds: 1_000_000)) != nil
    {
      return
    }
    item.result.release()
  }
}
