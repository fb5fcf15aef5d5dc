import Synchronization
import Telemetry

/// What became of a host's devices so far, as `DeviceCounts` tells.
///
/// Thread: any.
struct HostCounters: ~Copyable, Sendable {
  let losses = Atomic<UInt64>(0)
  let returns = Atomic<UInt64>(0)
  let switches = Atomic<UInt64>(0)
  let failedOpens = Atomic<UInt64>(0)

  var counts: DeviceCounts {
    DeviceCounts(
      losses: losses.load(ordering: .relaxed), returns: returns.load(ordering: .relaxed),
      switches: switches.load(ordering: .relaxed),
      failedOpens: failedOpens.load(ordering: .relaxed))
  }
}
