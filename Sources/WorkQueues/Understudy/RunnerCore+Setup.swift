// Control side.
import CRealtime
import Realtime
import Synchronization

extension RunnerCore {
  init(relay: UnsafeMutablePointer<RelayCore>, worker: UnsafeMutablePointer<WorkerCore>) {
    unsafe self.relay = unsafe relay
    unsafe self.worker = unsafe worker
    unsafe period = .allocate(capacity: 1)
    unsafe period.initialize(to: rt_period())
  }

  private var address: UInt { unsafe UInt(bitPattern: worker.pointee.runner) }

  /// Whether it is the understudy, or about to become that.
  var isWatching: Bool {
    let understudy = unsafe relay.pointee.understudy.load(ordering: .acquiring)
    guard understudy == 0 else { return understudy == address }
    return unsafe relay.pointee.driver.load(ordering: .acquiring) != address
      && !worker.pointee.isLost.load(ordering: .relaxed)
  }

  /// What its thread asks for in the part it has.
  func scheduling(of driver: ThreadScheduling) -> ThreadScheduling {
    isWatching ? PeriodRelay.understudyScheduling(of: driver) : driver
  }

  /// Remembers what its part was granted.
  func note(_ grant: SchedulingGrant) {
    let priority = Int32(grant.granted.priority)
    if isWatching {
      unsafe relay.pointee.understudyPriority.store(priority, ordering: .relaxed)
    } else {
      unsafe relay.pointee.driverPriority.store(priority, ordering: .relaxed)
    }
  }

  /// Has its thread touch nothing of the driver any more, should it ever come back.
  func abandon() {
    let turn = unsafe relay.pointee.turn.load(ordering: .acquiring)
    let driver = unsafe relay.pointee.driver.load(ordering: .acquiring)
    guard turn & 1 == 1, driver == address else { return }
    guard unsafe relay.pointee.end(turn) else { return }
    unsafe relay.pointee.lost.wrappingAdd(1, ordering: .relaxed)
    unsafe worker.pointee.isLost.store(true, ordering: .relaxed)
  }
}

extension WorkerCore {
  /// Gives the calling thread, this worker's, another real-time priority; nothing for 0.
  ///
  /// A system call, only made when the parts of driver and understudy change.
  @_noLocks
  borrowing func changePriority(to priority: Int32) {
    guard priority > 0 else { return }
    let address = governed.load(ordering: .acquiring)
    guard let opaque = unsafe UnsafeRawPointer(bitPattern: address) else {
      _ = rt_change_priority(priority)
      return
    }
    unsafe Unmanaged<GovernedThread>.fromOpaque(opaque)
      ._withUnsafeGuaranteedRef { $0.changePriority(to: priority) }
  }
}
