import CRealtime
import Realtime
import Synchronization

extension GovernorRun {
  /// The shortest hard limit at which 100 ms may pass between two looks.
  private static var shortestLazyLimit: Int64 { @_noLocks get { 200_000 } }

  /// Sees to it that RLIMIT_RTTIME warns, and that its warning comes to everyone it is meant for.
  ///
  /// While a warned thread waits for a core, the kernel warns nobody else, and would end the process
  /// when the next thread reaches the hard limit.
  @_noLocks
  mutating func watchLimit() {
    var isUnderWay = false
    limitMicroseconds = unsafe rt_watch_cpu_time(&isUnderWay)
    cycle.mayBeLazy = limitMicroseconds >= Self.shortestLazyLimit
    guard isUnderWay else { return }
    for index in 0..<(unsafe core.pointee.slotEnd.load(ordering: .acquiring)) {
      let slot = unsafe core.pointee.slots + index
      guard unsafe slot.pointee.tryHold() else { continue }
      if unsafe isNearLimit(slot, index) {
        _ = unsafe rt_demote_thread(slot.pointee.threadID.load(ordering: .relaxed))
      }
      unsafe slot.pointee.letGo()
    }
  }

  /// Whether a thread has used up half of the limit without a pause.
  @_noLocks
  private func isNearLimit(_ slot: UnsafeMutablePointer<GovernedSlot>, _ index: Int) -> Bool {
    guard unsafe slot.pointee.priority.load(ordering: .relaxed) > 0,
      unsafe !slot.pointee.isLowered.load(ordering: .relaxed)
    else { return false }
    unsafe countPauses(slot, index)
    return unsafe seen[index].unpausedNanoseconds / 500 >= limitMicroseconds
  }

  /// Under a limit, at the end of a cycle: sees who has paused in it.
  @_noLocks
  func countAllPauses() {
    guard limitMicroseconds != .max else { return }
    for index in 0..<(unsafe core.pointee.slotEnd.load(ordering: .acquiring)) {
      let slot = unsafe core.pointee.slots + index
      guard unsafe seen[index].usedNanoseconds > 0, unsafe slot.pointee.tryHold() else { continue }
      unsafe countPauses(slot, index)
      unsafe slot.pointee.letGo()
    }
  }

  @_noLocks
  private func countPauses(_ slot: UnsafeMutablePointer<GovernedSlot>, _ index: Int) {
    var switches: UInt64 = 0
    let error = unsafe rt_voluntary_switches(
      slot.pointee.report.load(ordering: .relaxed), &switches)
    guard error == 0, unsafe switches != seen[index].switches else { return }
    unsafe seen[index].switches = switches
    // When in the cycle it paused is not known: all of it may have come after that.
    unsafe seen[index].unpausedNanoseconds = seen[index].usedNanoseconds
  }
}
