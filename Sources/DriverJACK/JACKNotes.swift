// Control side.
import CJACK
import CRealtime
import Drivers
import Synchronization

/// What JACK's threads tell a driver, and a bell for who acts on it.
final class JACKNotes: Sendable {
  private let counters: DriverCounters
  let format: StreamFormat
  /// Rung for everything that is for the attendant.
  let bell = Atomic<UInt32>(0)
  /// Whether ports or connections have changed.
  let hasChanges = Atomic<Bool>(false)
  private let appeared = Mutex<Set<String>>([])
  let isFreewheeling = Atomic<Bool>(false)
  let periodFrames: Atomic<Int>
  let playbackLatencyFrames = Atomic<Int>(0)
  /// How many frames what is played comes after what was captured, in the host.
  let graphLatencyFrames = Atomic<UInt32>(0)
  /// Whether JACK does not know that yet.
  let hasNewLatency = Atomic<Bool>(false)

  init(_ format: StreamFormat, _ counters: DriverCounters) {
    self.format = format
    self.counters = counters
    periodFrames = Atomic(format.periodFrames)
  }

  /// Wakes the attendant.
  func ring() {
    bell.wrappingAdd(1, ordering: .releasing)
    _ = withUnsafePointer(to: bell) { rt_futex_wake($0, .max) }
  }

  /// Sleeps until a time, or until the bell is rung after it was seen.
  func sleep(until time: Int64, since seen: UInt32) {
    _ = withUnsafePointer(to: bell) { rt_futex_wait($0, seen, time) }
  }

  /// The names of ports that were registered since the last time.
  func takeAppeared() -> Set<String> {
    appeared.withLock { appeared in
      defer { appeared = [] }
      return appeared
    }
  }

  func noteLoss(_ loss: DriverLoss) {
    CounterHandle(counters).markLost(loss)
    ring()
  }

  func noteXrun() { CounterHandle(counters).countXrun() }

  func notePorts(appeared name: String? = nil) {
    if let name { _ = appeared.withLock { $0.insert(name) } }
    hasChanges.store(true, ordering: .releasing)
    ring()
  }
}
