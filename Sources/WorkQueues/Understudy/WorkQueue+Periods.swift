// Control side.
public import Realtime
import Synchronization

extension WorkQueue {
  /// Performs a device's periods on threads of the queue's own.
  ///
  /// With a budget, and work that another thread can close, there is an understudy: see
  /// `PeriodRelay`. Throws `noResources` or `closed`. Thread: control.
  public func startPeriods(
    named name: String, of device: DevicePeriod, work: PeriodWork, budget: PeriodBudget?,
    periodNanoseconds: Int64
  ) throws(WorkQueueError) -> PeriodRelay {
    let relay = unsafe PeriodRelay(
      name: name, queue: self, own: nil,
      core: RelayCore(
        device: device, work: work, budget: budget, periodNanoseconds: periodNanoseconds,
        isForeign: false, queue: core))
    try relay.startRunner()
    try startUnderstudy(of: relay)
    return relay
  }

  /// Performs a device's periods on a thread of somebody else's, which calls `GuestRelay.run`.
  ///
  /// The understudy is a thread of the queue's, scheduled as the guest is. The device's wait may
  /// last for ever: threads in it are left behind by `stop`. Otherwise as `startPeriods`.
  public func makeGuestPeriods(
    named name: String, of device: DevicePeriod, work: PeriodWork, budget: PeriodBudget?,
    periodNanoseconds: Int64, guestScheduling: ThreadScheduling?
  ) throws(WorkQueueError) -> PeriodRelay {
    let relay = unsafe PeriodRelay(
      name: name, queue: self, own: guestScheduling ?? .normal(nice: 0),
      core: RelayCore(
        device: device, work: work, budget: budget, periodNanoseconds: periodNanoseconds,
        isForeign: true, queue: core))
    relay.makeGuest()
    try startUnderstudy(of: relay)
    return relay
  }

  private func startUnderstudy(of relay: PeriodRelay) throws(WorkQueueError) {
    guard unsafe relay.core.pointee.isWatched else { return }
    do {
      try relay.startRunner()
    } catch {
      relay.stop()
      throw error
    }
    // From here on lost threads are replaced.
    state.withLock { state in
      state.relays.removeAll { $0.relay == nil }
      state.relays.append(WeakRelay(relay: relay))
    }
    expectGrowth()
  }

  /// Takes a guest among the workers.
  func admit(_ guest: Worker) {
    seat(guest)
    state.withLock { $0.workers.append(guest) }
  }

  /// Starts threads in place of those that are lost.
  ///
  /// Thread: the growing one.
  func replaceLostRunners() {
    let relays = state.withLock { $0.relays }
    for relay in relays { relay.relay?.replaceLostRunner() }
  }
}
