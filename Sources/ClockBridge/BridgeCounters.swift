// Code and data used in the cycle.
import Synchronization

/// What a bridge counts and tells; written in the cycle, read anywhere.
struct BridgeCounters: ~Copyable {
  let state = Atomic<UInt8>(0)
  let isLost = Atomic<Bool>(false)
  let latency = Atomic<UInt64>(0)
  let deviation = Atomic<UInt64>(0)
  let underruns = Atomic<UInt64>(0)
  let overruns = Atomic<UInt64>(0)
  let breaks = Atomic<UInt64>(0)
  let resynchronisations = Atomic<UInt64>(0)
  let losses = Atomic<UInt64>(0)
  let returns = Atomic<UInt64>(0)

  @_noLocks
  init() {}

  /// Tells the latency, in playback frames, and how far apart the clocks are.
  @_noLocks
  borrowing func tell(latencyFrames: Double, partsPerMillion: Double) {
    latency.store(latencyFrames.bitPattern, ordering: .relaxed)
    deviation.store(partsPerMillion.bitPattern, ordering: .relaxed)
  }
}

/// What a bridge is doing.
public enum BridgeState: UInt8, Sendable {
  /// Waits until as much is captured as its latency takes; silence is read.
  case filling
  /// What was captured is read, with the stated latency.
  case locked
  /// Fades out what it has, to begin anew.
  case leaving
}

/// A look at a bridge.
public struct BridgeReading: Sendable, Equatable {
  /// What it is doing.
  public var state: BridgeState
  /// Nothing has been captured for half a second.
  public var isLost: Bool
  /// The age of the first captured frame in a period when that is due, in playback frames.
  public var latencyFrames: Double
  /// How much faster the capture clock runs than playback's, in parts per million.
  public var partsPerMillion: Double
  /// Periods for which too little had been captured.
  public var underruns: UInt64
  /// Blocks that were captured and found no room, as nobody read.
  public var overruns: UInt64
  /// Times the capture side said that frames are missing, or found no room.
  public var breaks: UInt64
  /// Times the latency was too far off to be brought back by resampling.
  public var resynchronisations: UInt64
  /// Times the capture side fell silent.
  public var losses: UInt64
  /// Times it came back.
  public var returns: UInt64
}

extension BridgeReading {
  init(_ counters: borrowing BridgeCounters) {
    state = BridgeState(rawValue: counters.state.load(ordering: .relaxed)) ?? .filling
    isLost = counters.isLost.load(ordering: .relaxed)
    latencyFrames = Double(bitPattern: counters.latency.load(ordering: .relaxed))
    partsPerMillion = Double(bitPattern: counters.deviation.load(ordering: .relaxed))
    underruns = counters.underruns.load(ordering: .relaxed)
    overruns = counters.overruns.load(ordering: .relaxed)
    breaks = counters.breaks.load(ordering: .relaxed)
    resynchronisations = counters.resynchronisations.load(ordering: .relaxed)
    losses = counters.losses.load(ordering: .relaxed)
    returns = counters.returns.load(ordering: .relaxed)
  }
}
