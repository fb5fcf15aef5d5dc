import CRealtime
import Synchronization

@testable import WorkQueues

/// A waiting item that counts how often it was performed, and how often as cancelled.
final class WaitingTally: Sendable {
  let performed = Atomic<Int>(0)
  let cancelled = Atomic<Int>(0)

  var total: Int {
    performed.load(ordering: .acquiring) + cancelled.load(ordering: .acquiring)
  }

  var item: WorkItem {
    WorkItem(
      { context in
        guard let context else { return }
        Unmanaged<WaitingTally>.fromOpaque(context)._withUnsafeGuaranteedRef {
          _ = $0.performed.wrappingAdd(1, ordering: .acquiringAndReleasing)
        }
      }, context: Unmanaged.passUnretained(self).toOpaque())
  }

  var onCancel: WorkItem {
    WorkItem(
      { context in
        guard let context else { return }
        Unmanaged<WaitingTally>.fromOpaque(context)._withUnsafeGuaranteedRef {
          _ = $0.cancelled.wrappingAdd(1, ordering: .acquiringAndReleasing)
        }
      }, context: Unmanaged.passUnretained(self).toOpaque())
  }
}
