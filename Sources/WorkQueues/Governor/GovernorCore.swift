import CRealtime
import Realtime
import Synchronization

/// What the governor's thread shares with those it watches and those who ask.
@safe
struct GovernorCore: ~Copyable {
  static var slotCount: Int { @_noLocks get { 256 } }

  let slots: UnsafeMutablePointer<GovernedSlot>
  let classes: UnsafeMutablePointer<GovernedClass>
  let records: BoundedRing<GovernorRecord>
  let cpuCount: Int
  let responsivenessPercent: Int
  /// Slots that were ever used lie below it.
  let slotEnd = Atomic<Int>(0)
  /// Changes when the governor is to look at once.
  let signal = Atomic<UInt32>(0)
  let isStopping = Atomic<Bool>(false)
  let isLazy = Atomic<Bool>(false)
  let cycles = Atomic<UInt64>(0)
  let demotions = Atomic<UInt64>(0)
  let lostRecords = Atomic<UInt64>(0)

  /// Wakes the governor.
  @_noLocks
  borrowing func wake() {
    signal.wrappingAdd(1, ordering: .releasing)
    _ = unsafe withUnsafePointer(to: signal) { unsafe rt_futex_wake($0, 1) }
  }

  @_noLocks
  borrowing func tell(_ kind: GovernorRecord.Kind, of name: GovernedName, value: UInt = 0) {
    if !records.put(GovernorRecord(kind: kind, name: name, value: value)) {
      lostRecords.wrappingAdd(1, ordering: .relaxed)
    }
  }
}
