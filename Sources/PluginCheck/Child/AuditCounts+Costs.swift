import CPluginCheck

extension AuditCounts {
  /// Counts one block.
  ///
  /// Where the machine did something else meanwhile, only what the plugin itself ran counts.
  mutating func add(_ cost: check_cost, frames: Int) {
    let taken = cost.preemptions == 0 ? cost.nanoseconds : cost.processor_nanoseconds
    let faults = Int(cost.major_faults + cost.minor_faults)
    periods += 1
    let isLate = Int(taken) > frames * 1_000_000_000 / CheckTimes.rate
    if isLate, frames >= CheckTimes.frames { latePeriods += 1 }
    if faults > 0 { faultyPeriods += 1 }
    pageFaults += faults
  }

  /// Adds those of another instance.
  mutating func add(_ other: AuditCounts) {
    periods += other.periods
    latePeriods += other.latePeriods
    faultyPeriods += other.faultyPeriods
    pageFaults += other.pageFaults
  }
}
