/// What the audio threads counted from one look to the next, together.
struct ThreadGrowth: Equatable {
  var minorFaults: Int64 = 0
  var majorFaults: Int64 = 0
  var waitedNanoseconds: Int64 = 0
  var involuntarySwitches: Int64 = 0

  init() {}

  /// From one reading to another; a thread that is in one of them only counts nothing.
  init(from before: [Int32: ThreadStat], to now: [Int32: ThreadStat]) {
    for (thread, stat) in now {
      guard let old = before[thread] else { continue }
      minorFaults += max(0, stat.minorFaults - old.minorFaults)
      majorFaults += max(0, stat.majorFaults - old.majorFaults)
      waitedNanoseconds += max(0, stat.waitedNanoseconds - old.waitedNanoseconds)
      involuntarySwitches += max(0, stat.involuntarySwitches - old.involuntarySwitches)
    }
  }
}
