import Graph
import Plugins
import Synchronization

/// Tells in words which nodes are not heard as they should be, for the meter.
///
/// Thread: control.
final class TroubleWatch: Sendable {
  /// How long a node that was late is told, in nanoseconds.
  static let interest: Int64 = 3_000_000_000

  /// Misses of a node that was late, and those told before it was so again.
  fileprivate struct Lateness {
    var misses: UInt64
    var missesBefore: UInt64
    var latest: Int64
  }

  /// By the names of nodes: one that is made again counts on.
  private let late = Mutex<[String: Lateness]>([:])

  /// What is the matter with a node, the worst of it; nil when all is well.
  ///
  /// `now` is in nanoseconds; `isExcluded` when it is bypassed for what it gave.
  func trouble(
    of node: RunningNode, _ statistics: StepStatistics, isExcluded: Bool, at now: Int64
  ) -> String? {
    let late = lateness(of: node.name, statistics.misses, at: now)
    if isExcluded { return "bypassed: its output stayed bad" }
    if let trouble = node.trouble { return trouble }
    if let absence = statistics.absence { return absence }
    if let fault = statistics.outputs.latestFault, statistics.outputs.isMuted {
      return fault.trouble(times: statistics.outputs.faults)
    }
    return late.map { "late: \($0 == 1 ? "a period" : "\($0) periods") closed without it" }
  }

  /// How often a node was late just now; nil for not.
  private func lateness(of name: String, _ misses: UInt64, at now: Int64) -> UInt64? {
    guard misses > 0 else { return nil }
    return late.withLock { late in
      var known = late[name] ?? Lateness(misses: 0, missesBefore: 0, latest: now)
      // Another node of that name.
      if misses < known.misses { known = Lateness(misses: 0, missesBefore: 0, latest: now) }
      if misses > known.misses {
        if now - known.latest > Self.interest { known.missesBefore = known.misses }
        (known.misses, known.latest) = (misses, now)
      }
      late[name] = known
      return now - known.latest > Self.interest ? nil : known.misses - known.missesBefore
    }
  }
}

extension RunningNode {
  /// What its plugin says is the matter with it.
  fileprivate var trouble: String? {
    if case .plugin(let instance) = body { instance.trouble } else { nil }
  }
}

extension OutputFault {
  fileprivate func trouble(times: UInt64) -> String {
    "muted: \(words) in its output \(output + 1)" + (times == 1 ? "" : ", \(times) times")
  }
}
