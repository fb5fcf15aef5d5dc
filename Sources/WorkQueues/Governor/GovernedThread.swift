// Control side.
import CRealtime
import Realtime
import Synchronization

/// A thread's registration with the governor.
@safe
final class GovernedThread: @unchecked Sendable {
  private let slot: UnsafeMutablePointer<GovernedSlot>
  /// Owns the slot's memory.
  private let governor: Governor

  init(slot: UnsafeMutablePointer<GovernedSlot>, governor: Governor) {
    unsafe self.slot = unsafe slot
    self.governor = governor
  }

  /// Whether the governor has lowered it at the moment.
  var isLowered: Bool { unsafe slot.pointee.isLowered.load(ordering: .relaxed) }

  /// Asks for another scheduling while the governor keeps its hands off the thread.
  func change(_ request: () -> SchedulingGrant) -> SchedulingGrant {
    hold()
    raise()
    let grant = request()
    // What was refused changes nothing.
    if grant.source != .none {
      unsafe slot.pointee.take(grant, threadID: slot.pointee.threadID.load(ordering: .relaxed))
    }
    unsafe slot.pointee.letGo()
    return grant
  }

  /// Takes the thread out of the governor's hands, raised if it was lowered.
  ///
  /// Called once, before the thread ends.
  func leave() {
    hold()
    raise()
    unsafe rt_close_thread_report(slot.pointee.report.exchange(-1, ordering: .relaxed))
    unsafe slot.pointee.worker.store(0, ordering: .relaxed)
    unsafe slot.pointee.letGo(to: GovernedSlot.Phase.free)
  }

  /// Changes the real-time priority of the calling thread, and raises it if it was lowered.
  ///
  /// Thread: the registered one, between periods.
  @_noLocks
  func changePriority(to priority: Int32) {
    hold()
    raise()
    if rt_change_priority(priority) == 0 {
      unsafe slot.pointee.priority.store(priority, ordering: .relaxed)
    }
    unsafe slot.pointee.letGo()
  }

  @_noLocks
  private func hold() {
    while unsafe !slot.pointee.tryHold() { _ = rt_sleep_until(Clock.now() + 50_000) }
  }

  @_noLocks
  private func raise() {
    guard unsafe slot.pointee.isLowered.exchange(false, ordering: .relaxed) else { return }
    _ = unsafe rt_raise_thread(
      slot.pointee.threadID.load(ordering: .relaxed), slot.pointee.granted, false)
  }
}
