import Foundation

/// When a child's time is over, not counting how long it waited for a processor.
struct ChildDeadline {
  /// So many seconds from now.
  init(of process: pid_t, seconds: Double) {
    self.process = process
    instant = .now + .seconds(seconds)
    excused = Self.secondsWaited(process)
  }

  /// When it is, as far as is known now.
  private(set) var instant: ContinuousClock.Instant

  /// Grants what the child waited since it was asked last; false when that is next to nothing.
  mutating func extend() -> Bool {
    let waited = Self.secondsWaited(process)
    guard waited - excused > 0.1 else { return false }
    instant += .seconds(waited - excused)
    excused = waited
    return true
  }

  private let process: pid_t
  private var excused: Double

  /// How long its first thread could have run but others did, as far as the kernel tells.
  private static func secondsWaited(_ process: pid_t) -> Double {
    let path = "/proc/\(process)/schedstat"
    let fields = (try? String(contentsOfFile: path, encoding: .utf8))?.split(separator: " ") ?? []
    return fields.count > 1 ? (Double(fields[1]) ?? 0) / 1e9 : 0
  }
}
