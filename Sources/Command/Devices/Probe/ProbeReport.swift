import Drivers
import Foundation

/// What came of looking for a device's shortest period.
struct ProbeReport: Report {
  /// The driver's short name.
  let driver: String
  let device: String
  /// Seconds each was run.
  let seconds: Double
  /// The share of each period that was spent.
  let load: Double
  /// In the order they were tried.
  let trials: [PeriodTrial]
  /// The shortest buffer that ran; nil when none did.
  let best: PeriodTrial?
  /// What to put into a session.
  let session: String?
  /// Whether the device has a choice of periods.
  let hasChoice: Bool

  /// `name` is what to call the device in a session, nil for the default one; `format` the only
  /// sample format to use there.
  init(
    driver: String, device: String, name: String?, format: PCMFormat? = nil, seconds: Double,
    load: Double,
    trials: [PeriodTrial], hasChoice: Bool = true
  ) {
    self.driver = driver
    self.device = device
    self.seconds = seconds
    self.load = load
    self.trials = trials
    self.hasChoice = hasChoice
    best = trials.best
    session = trials.best.map { best in
      let lines =
        ["device:", "  driver: \(driver)"] + (name.map { ["  name: \"\($0)\""] } ?? [])
        + (format.map { ["  format: \($0)"] } ?? [])
        + (hasChoice
          ? [
            "  rate: \(best.rate)", "  period: \(best.periodFrames)", "  periods: \(best.periods)",
          ] : [])
      return lines.joined(separator: "\n")
    }
  }

  func text(columns: Int?) -> String {
    let header =
      "\(driver): \(device), \(Self.number(seconds)) s each, "
      + "\(Int((load * 100).rounded())) % of each period spent"
    let sections = [header, trials.table(columns: columns), conclusion(columns), session ?? ""]
    return sections.filter { !$0.isEmpty }.joined(separator: "\n\n")
  }

  private func conclusion(_ columns: Int?) -> String {
    var lines: [String] = []
    if !hasChoice {
      lines.append(
        "the period is the server's: to try another, start JACK with another --period (-p)")
    }
    if trials.last?.outcome == .interrupted { lines.append("interrupted") }
    if let best, hasChoice {
      lines.append("ran without xruns: \(best.periods) periods of \(best.periodFrames) frames")
    } else if best == nil {
      lines.append("nothing ran without xruns; `tactus doctor` says what stands in the way")
    }
    return lines.map { $0.hanging("", columns: columns) }.joined(separator: "\n")
  }

  private static func number(_ value: Double) -> String {
    value == value.rounded() ? "\(Int(value))" : "\(value)"
  }
}
