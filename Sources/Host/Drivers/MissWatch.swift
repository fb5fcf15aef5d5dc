import Drivers
import Graph
import Synchronization

/// Says which nodes were late in a period, and what that left behind.
final class MissWatch: Sendable {
  fileprivate static let looksBetweenLines = 10

  fileprivate struct Seen {
    /// By the names of nodes: one that is made again counts on.
    var misses: [String: UInt64] = [:]
    var looksSinceLine = MissWatch.looksBetweenLines
  }

  private let events: EventLog
  private let seen = Mutex(Seen())

  init(events: EventLog) { self.events = events }

  /// Looks at the session's nodes; the last look tells what is left to tell.
  ///
  /// The first misses at once, then at most every tenth look; gives the names of the nodes. Thread:
  /// control.
  func look(at nodes: [RunningNode], isLast: Bool = false) -> [String] {
    let news = seen.withLock { $0.news(nodes, isLast: isLast) }
    for (_, line) in news { events.add(line, .warning) }
    return news.map(\.name)
  }

  /// Says that threads did not come back when a driver was stopped.
  ///
  /// Thread: control.
  func tellLost(of driver: any Driver) {
    let lost = driver.counters.lostThreads.exchange(0, ordering: .relaxed)
    guard lost > 0 else { return }
    let threads = lost == 1 ? "a thread is" : "\(lost) threads are"
    events.add(
      "\(driver.name): \(threads) still in a node that does not return; left behind until the end")
  }
}

extension MissWatch.Seen {
  fileprivate mutating func news(
    _ nodes: [RunningNode], isLast: Bool
  ) -> [(name: String, line: String)] {
    looksSinceLine += 1
    guard isLast || looksSinceLine >= MissWatch.looksBetweenLines else { return [] }
    var news: [(name: String, line: String)] = []
    var present: [String: UInt64] = [:]
    for node in nodes {
      let statistics = node.statistics
      var told = misses[node.name, default: 0]
      // Another node of that name.
      if statistics.misses < told { told = 0 }
      present[node.name] = statistics.misses
      guard statistics.misses > told else { continue }
      let line = Self.line(node.name, statistics.misses - told, isAbsent: statistics.isAbsent)
      news.append((node.name, line))
    }
    misses = present
    if !news.isEmpty { looksSinceLine = 0 }
    return news
  }

  private static func line(_ name: String, _ count: UInt64, isAbsent: Bool) -> String {
    let times = count == 1 ? "a period" : "\(count) periods"
    let rest = isAbsent ? "; its input is played until it comes back" : ""
    return "\(name) was late: \(times) closed without it\(rest)"
  }
}
