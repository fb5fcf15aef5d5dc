import Drivers
import Glibc
import Host
import RoundTrip
import Signal
import Synchronization
import WorkQueues

/// Plays a test signal through a driver and finds it in what comes back, channel by channel.
struct LatencyMeasurement {
  let driver: any Driver
  let signal: TestSignal
  let repetitions: Int
  let transforms: any TransformLibrary

  /// How often a channel is played again because of xruns.
  static let attempts = 3

  /// Seconds of sound it takes when nothing goes wrong.
  var seconds: Double {
    Double(signal.frames * repetitions * driver.format.playbackChannels) / Double(signal.rate)
  }

  /// What came back, for each playback channel at each capture channel; nil where xruns spoilt it.
  ///
  /// `whenStarted` is called while the driver runs and nothing is played yet. Throws when the driver
  /// does not start, is lost, or when `isCancelled` says so.
  func perform(
    on queue: WorkQueue, whenStarted: () throws(DriverError) -> Void = {},
    isCancelled: () -> Bool = { false }
  ) throws(HostError) -> [[RoundTripResult?]] {
    let format = driver.format
    let recorder = RoundTripRecorder(
      signal, repetitions: repetitions, captureChannels: format.captureChannels)
    do throws(DriverError) {
      try driver.start(recorder.callback, on: queue)
      // No period may come to a recorder that is gone.
      defer { withExtendedLifetime(recorder) { driver.stop() } }
      try whenStarted()
      let estimator = try makeEstimator()
      try wait(isCancelled, until: { driver.counters.periods.load(ordering: .relaxed) >= 8 })
      var results: [[RoundTripResult?]] = []
      for channel in 0..<format.playbackChannels {
        results.append(try measure(channel, recorder, estimator, isCancelled))
      }
      return results
    } catch {
      throw HostError(error)
    }
  }

  private func makeEstimator() throws(DriverError) -> RoundTripEstimator {
    do {
      return try RoundTripEstimator(signal, library: transforms)
    } catch {
      throw DriverError(.failed, error.description)
    }
  }

  private func measure(
    _ channel: Int, _ recorder: RoundTripRecorder, _ estimator: RoundTripEstimator,
    _ isCancelled: () -> Bool
  ) throws(DriverError) -> [RoundTripResult?] {
    let captures = 0..<driver.format.captureChannels
    for _ in 0..<Self.attempts {
      let (turns, faults) = (recorder.turns, self.faults)
      recorder.play(on: channel)
      try wait(isCancelled, until: { recorder.turns > turns })
      guard self.faults == faults else { continue }
      return captures.map { capture in
        RoundTripResult(recorder.recordings(of: capture).map { estimator.estimate($0) })
      }
    }
    return captures.map { _ in nil }
  }

  /// Everything after which the way is another, or has a gap.
  private var faults: UInt64 {
    driver.counters.xruns.load(ordering: .relaxed)
      + driver.counters.recoveries.load(ordering: .relaxed)
  }

  /// Waits for something that the driver's periods bring about.
  private func wait(
    _ isCancelled: () -> Bool, until condition: () -> Bool
  ) throws(DriverError) {
    var (periods, idle) = (UInt64.max, 0)
    while !condition() {
      guard !isCancelled() else { throw DriverError(.failed, "\(driver.device): interrupted") }
      if let loss = driver.counters.loss {
        throw DriverError(.unavailable, "\(driver.device) \(loss)")
      }
      let now = driver.counters.periods.load(ordering: .relaxed)
      idle = now == periods ? idle + 1 : 0
      periods = now
      guard idle < Self.mostIdle else {
        throw DriverError(.failed, "\(driver.device) asks for no periods; is it being used?")
      }
      usleep(UInt32(Self.lookMicroseconds))
    }
  }

  private static let lookMicroseconds = 5_000
  /// Looks at a driver that stands still before it is given up: ten seconds.
  private static let mostIdle = 10_000_000 / lookMicroseconds
}
