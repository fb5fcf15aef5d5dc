import CRealtime
import Synchronization
import TestSupport

@testable import WorkQueues

/// Notes the order in which items ran, and how many ran at once.
final class Recorder: Sendable {
  let log = Locked<[Int]>([])
  let running = Atomic<Int>(0)
  let mostRunning = Atomic<Int>(0)
  let count = Atomic<Int>(0)
  let gate = Atomic<Bool>(true)

  var order: [Int] { log.withLock { $0 } }

  /// An item that notes `id`; `self` and the returned box must outlive it.
  func item(_ id: Int, keeping boxes: inout [NotedItem]) -> WorkItem {
    let box = NotedItem(recorder: self, id: id)
    boxes.append(box)
    return box.item
  }
}

/// One item of a recorder.
final class NotedItem: Sendable {
  let recorder: Recorder
  let id: Int

  init(recorder: Recorder, id: Int) {
    self.recorder = recorder
    self.id = id
  }

  var item: WorkItem {
    WorkItem(
      { context in
        guard let context else { return }
        Unmanaged<NotedItem>.fromOpaque(context)._withUnsafeGuaranteedRef { $0.run() }
      }, context: Unmanaged.passUnretained(self).toOpaque())
  }

  private func run() {
    let now = recorder.running.wrappingAdd(1, ordering: .sequentiallyConsistent).newValue
    recorder.mostRunning.max(now, ordering: .sequentiallyConsistent)
    recorder.log.withLock { $0.append(id) }
    while !recorder.gate.load(ordering: .acquiring) { rt_spin_pause() }
    recorder.running.wrappingSubtract(1, ordering: .sequentiallyConsistent)
    recorder.count.wrappingAdd(1, ordering: .sequentiallyConsistent)
  }
}

/// Polls until the condition holds; false when it did not within ten seconds.
func eventually(_ condition: () -> Bool) -> Bool {
  let end = rt_now_nanoseconds() + 10_000_000_000
  while rt_now_nanoseconds() < end {
    if condition() { return true }
    _ = rt_sleep_until(rt_now_nanoseconds() + 500_000)
  }
  return condition()
}
