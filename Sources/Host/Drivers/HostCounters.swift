import Synchronization

/// What became of a host's devices so far.
///
/// Thread: any.
struct HostCounters: ~Copyable, Sendable {
  /// Devices that went away while they played.
  let losses = Atomic<UInt64>(0)
  /// Times a device played again after a loss.
  let returns = Atomic<UInt64>(0)
  /// Times another device was changed to.
  let switches = Atomic<UInt64>(0)
  /// Devices that were there and could not be opened or started.
  let failedOpens = Atomic<UInt64>(0)

  /// The counters at one moment.
  struct Values: Sendable, Equatable {
    var losses: UInt64 = 0
    var returns: UInt64 = 0
    var switches: UInt64 = 0
    var failedOpens: UInt64 = 0
  }

  var values: Values {
    Values(
      losses: losses.load(ordering: .relaxed), returns: returns.load(ordering: .relaxed),
      switches: switches.load(ordering: .relaxed),
      failedOpens: failedOpens.load(ordering: .relaxed))
  }
}
