import Drivers

/// Looks for the shortest period at which a device runs without xruns.
///
/// With two periods in the buffer it goes down by halves from a long one, and then once between the
/// shortest that ran and the longest that did not. With three it goes on from there.
struct PeriodProbe {
  /// The longest period that is tried, in frames.
  static let longest = 1024
  /// The shortest.
  static let shortest = 8

  /// Opens the device with a period and a number of periods, or what is nearest to them.
  let open: (_ periodFrames: Int, _ periods: Int) throws(DriverError) -> any Driver
  /// Runs an opened driver for a while, and stops it.
  let run: (any Driver) throws(DriverError) -> PeriodTrial
  /// Whether the device has a choice of periods.
  var hasChoice = true

  /// Tries, and calls `note` after each trial.
  ///
  /// Throws when the device cannot be had at all.
  func perform(note: (PeriodTrial) -> Void) throws(DriverError) -> [PeriodTrial] {
    var trials: [PeriodTrial] = []
    guard hasChoice else { return [try tryOne(Self.longest, 2, &trials, note)].compactMap(\.self) }
    try descend(from: Self.longest, periods: 2, &trials, note)
    guard trials.last?.outcome != .interrupted else { return trials }
    let best = trials.filter { $0.outcome == .stable }.map(\.periodFrames).min()
    try descend(from: best.map { $0 / 2 } ?? Self.longest, periods: 3, &trials, note)
    return trials
  }

  /// Goes down by halves until a period does not run, or there is no shorter one.
  private func descend(
    from first: Int, periods: Int, _ trials: inout [PeriodTrial], _ note: (PeriodTrial) -> Void
  ) throws(DriverError) {
    var frames = first
    var lastStable: Int?
    while frames >= Self.shortest {
      guard let trial = try tryOne(frames, periods, &trials, note) else { return }
      guard trial.outcome == .stable else {
        guard trial.outcome == .xruns, let stable = lastStable else { return }
        _ = try tryOne((stable + trial.periodFrames) / 2, periods, &trials, note)
        return
      }
      lastStable = trial.periodFrames
      frames = min(frames, trial.periodFrames) / 2
    }
  }

  /// Tries one; nil when the device takes one instead that was tried, or none.
  private func tryOne(
    _ frames: Int, _ periods: Int, _ trials: inout [PeriodTrial], _ note: (PeriodTrial) -> Void
  ) throws(DriverError) -> PeriodTrial? {
    do throws(DriverError) {
      let driver = try open(frames, periods)
      let format = driver.format
      let wasTried = trials.contains {
        ($0.periodFrames, $0.periods) == (format.periodFrames, format.periods)
      }
      guard !wasTried else {
        driver.stop()
        return nil
      }
      let trial = try run(driver)
      trials.append(trial)
      note(trial)
      return trial
    } catch {
      guard error.code == .unsupported, !trials.isEmpty else { throw error }
      return nil
    }
  }
}

extension [PeriodTrial] {
  /// Of those that ran, the one with the shortest buffer.
  var best: PeriodTrial? {
    filter { $0.outcome == .stable }.min { $0.bufferFrames < $1.bufferFrames }
  }
}
