import CRealtime
import Realtime
import Synchronization
import WorkQueues

/// An item that never returns by itself.
final class Loop: Sendable {
  let isRunning = Atomic<Bool>(false)
  let isToEnd = Atomic<Bool>(false)
  let threadID = Atomic<Int32>(0)

  var item: WorkItem {
    WorkItem(Loop.run, context: Unmanaged.passUnretained(self).toOpaque())
  }

  static let run: rt_work = { context in
    guard let context else { return }
    Unmanaged<Loop>.fromOpaque(context)._withUnsafeGuaranteedRef { loop in
      loop.threadID.store(rt_thread_id(), ordering: .relaxed)
      loop.isRunning.store(true, ordering: .releasing)
      while !loop.isToEnd.load(ordering: .relaxed) {}
      loop.isRunning.store(false, ordering: .releasing)
    }
  }

  func waitUntilRunning() {
    while !isRunning.load(ordering: .acquiring) { sleep(milliseconds: 1) }
  }

  var scheduling: ThreadScheduling? { .current(threadID: threadID.load(ordering: .relaxed)) }
}
