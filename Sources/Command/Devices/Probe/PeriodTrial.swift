import Drivers
import Glibc
import Host
import Realtime
import Synchronization
import WorkQueues

/// One period and number of periods, run for a while under load.
struct PeriodTrial: Encodable, Equatable {
  /// What came of it.
  enum Outcome: String, Encodable {
    /// It ran without a fault.
    case stable
    /// Periods came too late, or the device had to be started again.
    case xruns
    /// The device was lost, or gave no periods.
    case stopped
    /// The user ended it.
    case interrupted
  }

  /// What the device took, which may not be what was asked for.
  let periodFrames: Int
  let periods: Int
  let rate: Int
  var outcome: Outcome
  var xruns: Int
  /// The longest that a period's work began after it was due.
  var latestStartMilliseconds: Double
  /// The longest that a period's work ended after it was due, in periods.
  var latestEndPeriods: Double

  /// Creates what came of a trial.
  init(
    periodFrames: Int, periods: Int, rate: Int, outcome: Outcome = .stable, xruns: Int = 0,
    latestStartMilliseconds: Double = 0, latestEndPeriods: Double = 0
  ) {
    self.periodFrames = periodFrames
    self.periods = periods
    self.rate = rate
    self.outcome = outcome
    self.xruns = xruns
    self.latestStartMilliseconds = latestStartMilliseconds
    self.latestEndPeriods = latestEndPeriods
  }

  /// Frames in the buffer: how late it makes what is played.
  var bufferFrames: Int { periodFrames * periods }

  /// After so many xruns it is known that this does not work.
  static let enoughXruns = 3

  /// Runs an opened driver, and stops it.
  ///
  /// Throws when it does not start.
  init(
    _ driver: any Driver, on queue: WorkQueue, seconds: Double, load: Double,
    isInterrupted: () -> Bool
  ) throws(DriverError) {
    let format = driver.format
    self.init(periodFrames: format.periodFrames, periods: format.periods, rate: format.rate)
    let work = SyntheticWork(share: load, of: format)
    try driver.start(work.callback, on: queue)
    defer { withExtendedLifetime(work) { driver.stop() } }
    let counters = driver.counters
    let begin = Clock.now()
    let end = begin + Int64(seconds * 1e9)
    // What happens while a device starts says nothing about how it runs.
    var faults: UInt64?
    while true {
      usleep(2_000)
      if faults == nil, work.periods >= SyntheticWork.warmUpPeriods { faults = counters.faultCount }
      let now = Clock.now()
      xruns = Int(counters.faultCount - (faults ?? counters.faultCount))
      if isInterrupted() { outcome = .interrupted }
      if counters.isLost { outcome = .stopped }
      if faults == nil, now - begin > Self.patienceNanoseconds { outcome = .stopped }
      if outcome != .stable || xruns >= Self.enoughXruns || (faults != nil && now >= end) { break }
    }
    if outcome == .stable, xruns > 0 { outcome = .xruns }
    latestStartMilliseconds = Double(work.latestStartNanoseconds) / 1e6
    latestEndPeriods = Double(work.latestEndNanoseconds) / Double(format.periodNanoseconds)
  }

  /// How long a device may take to give its first periods.
  private static let patienceNanoseconds: Int64 = 10_000_000_000
}

extension DriverCounters {
  /// Everything that interrupted the sound.
  fileprivate var faultCount: UInt64 {
    xruns.load(ordering: .relaxed) + suspends.load(ordering: .relaxed)
      + stalls.load(ordering: .relaxed) + faults.load(ordering: .relaxed)
  }
}
