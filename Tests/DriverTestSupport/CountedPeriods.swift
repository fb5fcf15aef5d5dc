import CRealtime
package import Drivers
import Synchronization
package import TestSupport

/// A callback that counts what the driver's thread asks of the heap from its 20th to its 220th
/// period.
package final class CountedPeriods: @unchecked Sendable {
  package let counter = MallocCounter()
  private let periods = Atomic<Int>(0)

  package init() {}

  package var isDone: Bool { periods.load(ordering: .acquiring) > 220 }

  /// Valid as long as this.
  package var callback: PeriodCallback {
    PeriodCallback(
      function: { context, _ in
        guard let context else { return }
        Unmanaged<CountedPeriods>.fromOpaque(context)._withUnsafeGuaranteedRef { $0.note() }
      }, context: Unmanaged.passUnretained(self).toOpaque())
  }

  private func note() {
    let count = periods.wrappingAdd(1, ordering: .acquiringAndReleasing).newValue
    if count == 20 { MallocCounter.startThread(counter.context) }
    if count == 220 { MallocCounter.stopThread(nil) }
  }
}
