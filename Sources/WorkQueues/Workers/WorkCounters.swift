import Realtime
import Synchronization

/// What was performed, counted by one thread at a time and read by any.
///
/// Of a queue's items each worker counts those it performs itself, so that no two cores write to
/// the same line for every item; a snapshot adds them up.
struct WorkCounters: ~Copyable, Sendable {
  let performed: InlineArray<3, Atomic<UInt64>>
  let busyNanoseconds = Atomic<Int64>(0)
  let wait = DurationHistogram()
  let run = DurationHistogram()

  /// Counts an item that waited, ran, and was busy itself for so long.
  @_noLocks
  borrowing func count(_ priority: WorkPriority, waited: Int64, ran: Int64, own: Int64) {
    wait.recordAlone(waited)
    run.recordAlone(ran)
    performed[priority.index].addAlone(1)
    busyNanoseconds.addAlone(own)
  }
}
