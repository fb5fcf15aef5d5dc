import Control
import Glibc

/// Who is told of what.
///
/// Datagrams have no end, so whoever is silent for too long is forgotten.
struct OSCSubscribers {
  /// Those who are told at once, at most.
  static let limit = 64
  /// Seconds of silence after which somebody is forgotten.
  static let patienceSeconds = 60

  private struct Subscriber {
    /// How many turns of each topic it has seen, and of how many it wants one.
    var topics: [ControlTopic: (every: Int, seen: Int)] = [:]
    var heardSeconds: Int
  }

  private let target: UDPAddress?
  private let clock: () -> Int
  private var subscribers: [UDPAddress: Subscriber] = [:]

  /// `target` is always told of everything; `clock` counts seconds.
  init(target: UDPAddress?, clock: @escaping () -> Int = OSCSubscribers.monotonicSeconds) {
    self.target = target
    self.clock = clock
  }

  /// What anybody is told of.
  var topics: Set<ControlTopic> {
    target == nil ? Set(subscribers.values.flatMap(\.topics.keys)) : Set(ControlTopic.allCases)
  }

  /// Adds topics; false when there are too many others.
  mutating func add(_ wanted: Subscription, for source: UDPAddress) -> Bool {
    guard subscribers[source] != nil || subscribers.count < Self.limit else { return false }
    for topic in wanted.topics {
      subscribers[source, default: Subscriber(heardSeconds: clock())].topics[topic] =
        (topic.isPeriodic ? wanted.every : 1, 0)
    }
    return true
  }

  mutating func remove(_ topics: [ControlTopic], of source: UDPAddress) {
    for topic in topics { subscribers[source]?.topics[topic] = nil }
    if subscribers[source]?.topics.isEmpty == true { subscribers[source] = nil }
  }

  /// Notes that somebody is there.
  mutating func hear(_ source: UDPAddress) { subscribers[source]?.heardSeconds = clock() }

  /// Forgets those who were silent for too long.
  mutating func dropSilent() {
    guard !subscribers.isEmpty else { return }
    let now = clock()
    subscribers = subscribers.filter { now - $0.value.heardSeconds <= Self.patienceSeconds }
  }

  /// Whom to tell of a topic this time.
  mutating func wanting(_ topic: ControlTopic) -> [UDPAddress] {
    var wanting: [UDPAddress] = target.map { [$0] } ?? []
    for (source, subscriber) in subscribers where source != target {
      guard let (every, seen) = subscriber.topics[topic] else { continue }
      subscribers[source]?.topics[topic]?.seen = (seen + 1) % every
      if seen == 0 { wanting.append(source) }
    }
    return wanting
  }

  private static func monotonicSeconds() -> Int {
    var now = timespec()
    clock_gettime(CLOCK_MONOTONIC, &now)
    return now.tv_sec
  }
}
