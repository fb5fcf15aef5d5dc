// Makes and reads counters; never runs in the cycle.
import Realtime
import Synchronization

extension WorkCounters {
  init() { performed = InlineArray { _ in Atomic(0) } }
}

/// The sum of several counters.
struct WorkTotals {
  var performed: [UInt64] = [0, 0, 0]
  var busyNanoseconds: Int64 = 0
  var wait = DurationCounts()
  var run = DurationCounts()

  mutating func add(_ counters: borrowing WorkCounters) {
    for index in 0..<3 { performed[index] += counters.performed[index].load(ordering: .relaxed) }
    busyNanoseconds += counters.busyNanoseconds.load(ordering: .relaxed)
    wait.add(counters.wait)
    run.add(counters.run)
  }
}
