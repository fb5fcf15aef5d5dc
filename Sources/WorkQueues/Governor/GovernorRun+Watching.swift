import CRealtime
import Realtime
import Synchronization

extension GovernorRun {
  /// How long a thread that was warned by RLIMIT_RTTIME stays lowered at least.
  static var rest: Int64 { @_noLocks get { 1_000_000_000 } }

  /// Takes in which threads the handler of SIGXCPU has lowered.
  @_noLocks
  mutating func takeDemotions(now: Int64) {
    let count = rt_cpu_time_demotions()
    while demotionsSeen < count {
      let threadID = rt_demoted_thread(demotionsSeen + 1)
      // Not noted yet: next time. Forgotten, after very many at once: passed over.
      if threadID == 0, count - demotionsSeen < 32 { return }
      demotionsSeen += 1
      noteDemotion(of: threadID, now: now)
    }
  }

  @_noLocks
  private func noteDemotion(of threadID: Int32, now: Int64) {
    for index in 0..<(unsafe core.pointee.slotEnd.load(ordering: .acquiring)) {
      let slot = unsafe core.pointee.slots + index
      guard unsafe slot.pointee.threadID.load(ordering: .relaxed) == threadID,
        unsafe slot.pointee.tryHold()
      else { continue }
      unsafe slot.pointee.demotedNanoseconds.store(now, ordering: .relaxed)
      var switches: UInt64 = 0
      _ = unsafe rt_voluntary_switches(slot.pointee.report.load(ordering: .relaxed), &switches)
      unsafe seen[index].switchesWhenDemoted = switches
      unsafe core.pointee.demotions.wrappingAdd(1, ordering: .relaxed)
      unsafe core.pointee.tell(.demoted, of: name(slot, index), value: function(slot))
      unsafe slot.pointee.letGo()
    }
  }

  /// Looks which threads do not yield, and which have rested.
  @_noLocks
  mutating func watchThreads(now: Int64) {
    for index in 0..<(unsafe core.pointee.slotEnd.load(ordering: .acquiring)) {
      let slot = unsafe core.pointee.slots + index
      guard unsafe slot.pointee.tryHold() else { continue }
      unsafe watch(slot, index, now: now)
      unsafe slot.pointee.letGo()
    }
  }

  @_noLocks
  private func watch(_ slot: UnsafeMutablePointer<GovernedSlot>, _ index: Int, now: Int64) {
    guard unsafe seen[index].generation == slot.pointee.generation.load(ordering: .relaxed),
      unsafe slot.pointee.priority.load(ordering: .relaxed) > 0
    else { return }
    let cpu = unsafe seen[index].cpuNanoseconds
    let demoted = unsafe slot.pointee.demotedNanoseconds.load(ordering: .relaxed)
    // The kernel takes microseconds to tell how often a thread has paused.
    if demoted == 0, var yields = unsafe seen[index].yields, yields.isCalm(cpuNanoseconds: cpu) {
      yields.sawCalm(now: now, cpuNanoseconds: cpu)
      unsafe seen[index].yields = yields
      return
    }
    var switches: UInt64 = 0
    guard unsafe rt_voluntary_switches(slot.pointee.report.load(ordering: .relaxed), &switches) == 0
    else { return }
    var yields =
      unsafe seen[index].yields ?? YieldWatch(now: now, cpuNanoseconds: cpu, switches: switches)
    if yields.look(now: now, cpuNanoseconds: cpu, switches: switches) {
      unsafe core.pointee.tell(.doesNotYield, of: name(slot, index), value: function(slot))
    }
    unsafe seen[index].yields = yields
    if demoted != 0, now - demoted >= Self.rest, yields.hasPaused,
      unsafe switches != seen[index].switchesWhenDemoted
    {
      unsafe raiseRested(slot, index)
    }
  }

  /// Gives a thread its priority again that RLIMIT_RTTIME's warning has taken.
  @_noLocks
  private func raiseRested(_ slot: UnsafeMutablePointer<GovernedSlot>, _ index: Int) {
    unsafe slot.pointee.demotedNanoseconds.store(0, ordering: .relaxed)
    if unsafe slot.pointee.isBrokered.load(ordering: .relaxed) {
      return unsafe giveUp(slot, index, error: 0)
    }
    let error = unsafe rt_raise_thread(
      slot.pointee.threadID.load(ordering: .relaxed), slot.pointee.granted, true)
    if error == 0 { return unsafe core.pointee.tell(.raisedAgain, of: name(slot, index)) }
    // Somebody else has given it another policy: that stays.
    if error > 0 { unsafe giveUp(slot, index, error: error) }
  }

  /// The function of the item a worker is in, 0 for none.
  @_noLocks
  private func function(_ slot: UnsafeMutablePointer<GovernedSlot>) -> UInt {
    let address = unsafe slot.pointee.worker.load(ordering: .relaxed)
    guard let worker = unsafe UnsafePointer<WorkerCore>(bitPattern: address) else { return 0 }
    return unsafe worker.pointee.function.load(ordering: .relaxed)
  }
}
