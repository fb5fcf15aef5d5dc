import CRealtime
import Realtime
import Synchronization

/// What the cycle touches of a thread that performs work.
@safe
struct WorkerCore: ~Copyable {
  /// Where a worker's work comes from.
  enum Kind: String, Sendable {
    /// A thread of the queue's own.
    case worker
    /// A thread of the queue's own that waits on a device and then performs its period.
    case waiting
    /// A thread of someone else's, for the length of one callback.
    case guest
  }

  let kind: Kind
  let queue: UnsafeMutablePointer<QueueCore>
  let threadID = Atomic<Int32>(0)
  let isStopping = Atomic<Bool>(false)
  let hasEnded = Atomic<Bool>(false)
  /// When the item it is in was started; 0 between items.
  let startedNanoseconds = Atomic<Int64>(0)
  let performed = Atomic<UInt64>(0)
  let busyNanoseconds = Atomic<Int64>(0)
  let run = DurationHistogram()

  /// Only for a waiting worker.
  let device: DeviceWait?

  @_noLocks
  borrowing func count(_ nanoseconds: Int64) {
    run.record(nanoseconds)
    performed.wrappingAdd(1, ordering: .relaxed)
    busyNanoseconds.wrappingAdd(nanoseconds, ordering: .relaxed)
  }
}

/// How a waiting worker waits, and what it performs when a period is due.
@safe
struct DeviceWait: @unchecked Sendable {
  let wait: rt_wait
  let context: UnsafeMutableRawPointer?
  let period: WorkItem
}
