// Code and data used in the cycle.

/// Filters the times at which a device's periods come, and so finds the rate of its clock.
///
/// A loop of second order as in Fons Adriaensen, "Using a DLL to filter time" (Linux Audio
/// Conference 2005): the time of the next period is foretold, and a small share of the error moves
/// the time and the period. A late wake-up so hardly moves either.
public struct DelayLockedLoop {
  /// What the loop makes of one time.
  public enum Outcome: Sendable {
    /// The time was as expected, but for jitter.
    case followed
    /// The time was far off, and was taken up as if it were at the limit.
    case limited
    /// Several times in a row were far off: the loop began anew at this one.
    case jumped
  }

  /// Cycles per second above which jitter is kept out of the filtered time.
  public static var bandwidth: Double { @_noLocks get { 0.05 } }
  /// What times are expected to be off.
  static var jitterNanoseconds: Double { @_noLocks get { 200_000 } }
  /// Times in a row that have to be far off for a jump.
  static var jumpCount: Int { @_noLocks get { 4 } }

  /// Nanoseconds per frame of the filtered clock.
  public private(set) var nanosecondsPerFrame: Double
  private let nominalNanosecondsPerFrame: Double
  private let periodNanoseconds: Double
  private let limitNanoseconds: Double
  private var gains: LoopGains
  private var origin: Int64 = 0
  private var elapsed = 0.0
  private var isRunning = false
  private var outliers = 0

  /// Creates a loop for periods of about `periodFrames` frames at about `rate` frames per second.
  ///
  /// Thread: any.
  @_noLocks
  public init(rate: Int, periodFrames: Int) {
    nominalNanosecondsPerFrame = 1_000_000_000 / Double(rate)
    nanosecondsPerFrame = nominalNanosecondsPerFrame
    periodNanoseconds = nominalNanosecondsPerFrame * Double(periodFrames)
    limitNanoseconds = max(periodNanoseconds / 2, 2_000_000)
    gains = Self.gains(periodNanoseconds, uncertainty: Self.unknownClock)
  }

  /// The filtered time of the last update.
  ///
  /// Thread: that of the updates.
  public var nanoseconds: Int64 { @_noLocks get { origin + Int64(elapsed) } }

  /// How far the clock is from its nominal rate, in parts per million; positive when it is fast.
  ///
  /// Thread: that of the updates.
  public var partsPerMillion: Double {
    @_noLocks get { (nominalNanosecondsPerFrame / nanosecondsPerFrame - 1) * 1_000_000 }
  }

  /// Takes up the time at which `frames` more frames had passed since the last update.
  ///
  /// Thread: that of the loop's owner, one at a time; also cycle.
  @_noLocks @discardableResult
  public mutating func update(at nanoseconds: Int64, after frames: Int) -> Outcome {
    guard isRunning else {
      begin(at: nanoseconds)
      return .followed
    }
    let foretold = elapsed + Double(frames) * nanosecondsPerFrame
    let error = Double(nanoseconds - origin) - foretold
    let taken = max(-limitNanoseconds, min(limitNanoseconds, error))
    outliers = taken == error ? 0 : outliers + 1
    if outliers == Self.jumpCount {
      restart()
      begin(at: nanoseconds)
      return .jumped
    }
    gains.advance()
    elapsed = foretold + gains.phase * taken
    let period = nanosecondsPerFrame + gains.rate * taken / max(1, Double(frames))
    nanosecondsPerFrame = limited(period)
    return taken == error ? .followed : .limited
  }

  /// Begins anew with the next update; the rate found so far is the first guess.
  ///
  /// Thread: that of the updates.
  @_noLocks
  public mutating func restart() {
    isRunning = false
    gains = Self.gains(periodNanoseconds, uncertainty: Self.knownClock)
  }

  // Crystals are this far off, and move this far in use.
  private static var unknownClock: Double { @_noLocks get { 500e-6 } }
  private static var knownClock: Double { @_noLocks get { 50e-6 } }
  /// No clock is further off its nominal rate.
  static var largestDeviation: Double { @_noLocks get { 0.01 } }

  @_noLocks
  private mutating func begin(at nanoseconds: Int64) {
    origin = nanoseconds
    elapsed = 0
    outliers = 0
    isRunning = true
  }

  @_noLocks
  private func limited(_ period: Double) -> Double {
    let lowest = nominalNanosecondsPerFrame * (1 - Self.largestDeviation)
    let highest = nominalNanosecondsPerFrame * (1 + Self.largestDeviation)
    return max(lowest, min(highest, period))
  }

  @_noLocks
  private static func gains(_ periodNanoseconds: Double, uncertainty: Double) -> LoopGains {
    LoopGains(
      bandwidth: bandwidth * periodNanoseconds / 1_000_000_000,
      jitter: jitterNanoseconds / periodNanoseconds, uncertainty: uncertainty)
  }
}
