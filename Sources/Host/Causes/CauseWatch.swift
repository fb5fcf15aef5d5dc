import Drivers
import Synchronization
import Telemetry

/// Keeps why periods went wrong, and what that is found out with.
///
/// Thread: control.
final class CauseWatch: Sendable {
  /// Causes kept.
  static let capacity = 16

  struct State {
    var finder = CauseFinder()
    var realtime = RealtimeWatch()
    var seen = CauseCounts()
    var threads: [Int32: ThreadStat] = [:]
    var crashes: [(node: String, what: String)] = []
    var causes: [CauseStatus] = []
    var count: UInt64 = 0
    var looksSinceEvent = eventInterval
  }

  /// In looks: a bad minute must not push everything else off the list of events.
  fileprivate static let eventInterval = 10

  let state = Mutex(State())

  /// The last causes, oldest first.
  var latest: [CauseStatus] { state.withLock { $0.causes } }

  /// Notes that a sandbox was ended by a node in it; told at the next look.
  ///
  /// Thread: any.
  func noteCrash(of node: String, _ what: String) {
    state.withLock { $0.crashes.append((node, what)) }
  }
}

extension CauseWatch.State {
  /// Keeps causes that were found; gives a line for the events when it is time for one.
  mutating func keep(_ found: [FoundCause], at uptime: Int64) -> String? {
    for cause in found {
      count += 1
      var status = CauseStatus()
      status.number = count
      status.uptimeNanoseconds = uptime
      status.effect = cause.effect.rawValue
      status.kind = cause.kind.rawValue
      status.sentence = cause.sentence
      status.periodNanoseconds = cause.periodNanoseconds
      status.spans = cause.spans
      causes.append(status)
    }
    causes.removeFirst(max(0, causes.count - CauseWatch.capacity))
    looksSinceEvent += 1
    // A period that was late and not missed is of no interest to one who does not look.
    guard looksSinceEvent > CauseWatch.eventInterval,
      let news = found.first(where: { $0.isNews && $0.effect != .late })
    else { return nil }
    looksSinceEvent = 0
    return "cause: \(news.sentence)"
  }
}
