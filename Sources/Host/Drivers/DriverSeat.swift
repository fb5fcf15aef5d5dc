import CRealtime
import Drivers
import Realtime
import Synchronization
import WorkQueues

/// The place of the driver whose periods are the cycle's.
///
/// One driver has it at a time. The next one is started beside it, its periods silent, and gets the
/// place between two periods. Thread: control.
final class DriverSeat: @unchecked Sendable {
  // Unchecked: the pointers are set once; what they point to is atomic, or the cycle's.

  private let core: UnsafeMutablePointer<CycleCore>
  private let gate: UnsafeMutablePointer<CycleGate>
  private let queue: WorkQueue
  private let lastNumber = Atomic<UInt32>(0)
  private let notice = Mutex<LossNotice?>(nil)

  /// Creates an empty seat; `core` must outlive all drivers that are started.
  init(core: UnsafeMutablePointer<CycleCore>, queue: WorkQueue) {
    self.core = core
    self.queue = queue
    gate = .allocate(capacity: 1)
    gate.initialize(to: CycleGate())
  }

  deinit {
    gate.deinitialize(count: 1)
    gate.deallocate()
  }

  /// Has a notice posted when a driver is lost that is started from now on.
  func tellLosses(_ notice: LossNotice) { self.notice.withLock { $0 = notice } }

  /// Starts a driver; its periods are silent until it is let in.
  func start(_ selection: DriverSelection) throws(DriverError) -> StartedDriver {
    if let notice = notice.withLock({ $0 }) { selection.driver.counters.tellLoss(by: notice) }
    let number = lastNumber.wrappingAdd(1, ordering: .relaxed).newValue
    return try StartedDriver(
      selection, seat: self,
      entry: CycleEntry(core: core, gate: UnsafePointer(gate), number: number)
    ) { (driver, callback) throws(DriverError) in
      try driver.start(callback, on: queue, budget: PeriodBudget.usualShare)
    }
  }

  /// Performs `body` while no period is, and gives the place to a driver that was started.
  ///
  /// When `body` throws, the driver keeps the place that has it.
  func admit(
    _ started: StartedDriver, after body: () throws(HostError) -> Void
  ) throws(HostError) {
    let before = gate.pointee.close()
    do throws(HostError) {
      try waitUntilFree()
      try body()
    } catch {
      gate.pointee.admit(before)
      throw error
    }
    admit(started)
  }

  /// Lets no period in any more, and waits for the end of the one that is under way.
  func close() {
    _ = gate.pointee.close()
    try? waitUntilFree()
  }

  /// A period is closed by somebody in any case.
  private func waitUntilFree() throws(HostError) {
    let end = Clock.now() + 2_000_000_000
    while !gate.pointee.isFree {
      guard Clock.now() < end else {
        throw HostError(.internal, "a period that does not end is in the way")
      }
      _ = rt_sleep_until(Clock.now() + 50_000)
    }
  }

  /// Gives the place to a driver that was started; the queue's threads keep to its pace.
  func admit(_ started: StartedDriver) {
    queue.keep(to: started.driver.helperScheduling)
    gate.pointee.admit(started.number)
  }
}
