// Code and data used in the cycle.

/// How much of an error a delay-locked loop takes up, in its phase and in its rate.
///
/// They begin as those of the Kalman filter for a clock that keeps its rate, so that the first
/// times are averaged and the rate is found fast. Such gains would fall to nothing: they stop at
/// those of a loop of second order, which follows a clock that drifts.
struct LoopGains {
  /// Share of the error by which the filtered time moves.
  private(set) var phase = 1.0
  /// Share of the error by which the filtered period grows.
  private(set) var rate = 0.0
  // The variances of time and period and their covariance, in periods.
  private var timeVariance: Double
  private var covariance = 0.0
  private var periodVariance: Double
  private let noise: Double
  private let lowestPhase: Double
  private let lowestRate: Double

  /// Creates the gains of a loop whose period is known to `uncertainty`, a share of it.
  ///
  /// `jitter` is what times are expected to be off, in periods, and `bandwidth` the loop's in the
  /// end, in cycles per period. Thread: any.
  @_noLocks
  init(bandwidth: Double, jitter: Double, uncertainty: Double) {
    noise = jitter * jitter
    timeVariance = noise
    periodVariance = uncertainty * uncertainty
    let omega = 2 * Double.pi * bandwidth
    // Damped critically in the usual sense: 1 / sqrt(2).
    lowestPhase = 1.414_213_562_373_095 * omega
    lowestRate = omega * omega
  }

  /// Goes on by one period.
  ///
  /// Thread: cycle.
  @_noLocks
  mutating func advance() {
    timeVariance += 2 * covariance + periodVariance
    covariance += periodVariance
    let total = timeVariance + noise
    let toPhase = timeVariance / total
    let toRate = covariance / total
    periodVariance = max(0, periodVariance - toRate * covariance)
    covariance -= toPhase * covariance
    timeVariance -= toPhase * timeVariance
    phase = max(toPhase, lowestPhase)
    rate = max(toRate, lowestRate)
  }
}
