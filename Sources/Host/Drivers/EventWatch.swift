import Synchronization

/// Says when there was no room for events in a plugin's buffers.
final class EventWatch: Sendable {
  private let events: EventLog
  private let seen = Mutex<[ObjectIdentifier: Int]>([:])

  init(events: EventLog) { self.events = events }

  /// Looks at what the session's nodes lost since the last look.
  ///
  /// Thread: control.
  func look(at nodes: [RunningNode]) {
    for node in nodes {
      let lost = news(of: node)
      guard lost > 0 else { continue }
      let count = lost == 1 ? "an event" : "\(lost) events"
      events.add("\(node.name): no room for \(count) in the plugin's buffer")
    }
  }

  private func news(of node: RunningNode) -> Int {
    let lost = node.lostEvents
    guard lost > 0 else { return 0 }
    return seen.withLock { seen in
      defer { seen[ObjectIdentifier(node)] = lost }
      return lost - min(lost, seen[ObjectIdentifier(node), default: 0])
    }
  }
}
