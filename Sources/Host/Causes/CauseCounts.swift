import Drivers

/// Counters as the last look for causes found them.
struct CauseCounts {
  /// Kept, since the memory of a driver that is gone may be the next one's.
  private var counters: DriverCounters?
  private var faults = DriverFaults()
  private var misses: [String: UInt64] = [:]
  private var refused: [String: UInt64] = [:]
  private var returns: UInt64 = 0

  /// Xruns and stalls a driver has counted since.
  mutating func faults(of now: DriverCounters) -> (xruns: UInt64, stalls: UInt64) {
    if counters !== now { (counters, faults) = (now, DriverFaults()) }
    let found = DriverFaults(now)
    defer { faults = found }
    return (found.xruns - faults.xruns, found.stalls - faults.stalls)
  }

  /// The names of nodes that were missed since, of all and how often each was.
  mutating func missed(of now: [String: UInt64]) -> [String] {
    defer { misses = now }
    return now.filter { $0.value > misses[$0.key, default: 0] }.map(\.key).sorted()
  }

  /// Items that queues have refused since.
  mutating func refusals(of now: [(queue: String, count: UInt64)]) -> [(
    queue: String, count: UInt64
  )] {
    defer { refused = Dictionary(now.map { ($0.queue, $0.count) }) { $1 } }
    return now.compactMap { queue, count in
      let before = refused[queue, default: 0]
      return count > before ? (queue, count - before) : nil
    }
  }

  /// How long the last run took that was given up and has come back since; nil for none.
  mutating func took(_ now: (count: UInt64, lastNanoseconds: Int64)) -> Int64? {
    defer { returns = now.count }
    return now.count != returns && now.count > 0 ? now.lastNanoseconds : nil
  }
}
