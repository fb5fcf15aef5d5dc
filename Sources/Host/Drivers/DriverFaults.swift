import Drivers
import Synchronization

/// What went wrong with a driver's device, and was recovered or not, at one moment.
struct DriverFaults: Equatable {
  var xruns: UInt64 = 0
  var suspends: UInt64 = 0
  var stalls: UInt64 = 0
  var others: UInt64 = 0
  var droppedMIDI: UInt64 = 0

  init() {}

  init(_ counters: DriverCounters) {
    xruns = counters.xruns.load(ordering: .relaxed)
    suspends = counters.suspends.load(ordering: .relaxed)
    stalls = counters.stalls.load(ordering: .relaxed)
    others = counters.faults.load(ordering: .relaxed)
    droppedMIDI = counters.droppedMIDI.load(ordering: .relaxed)
  }

  /// What came since then, in words: `3 xruns`, `1 stall`.
  func words(since before: DriverFaults = DriverFaults()) -> [String] {
    [
      (xruns - before.xruns, "xrun"), (suspends - before.suspends, "suspend"),
      (stalls - before.stalls, "stall"), (others - before.others, "fault"),
      (droppedMIDI - before.droppedMIDI, "lost MIDI message"),
    ].filter { $0.0 > 0 }.map { count, name in "\(count) \(name)\(count == 1 ? "" : "s")" }
  }
}
