import Synchronization

/// Says when there was no room for events in a plugin's buffers.
struct EventWatch: Sendable {
  let events: EventLog

  /// Looks at what the session's nodes lost since the last look.
  ///
  /// Thread: control.
  func look(at nodes: [RunningNode]) {
    for node in nodes {
      let lost = node.takeNewlyLostEvents()
      guard lost > 0 else { continue }
      let count = lost == 1 ? "an event" : "\(lost) events"
      events.add("\(node.name): no room for \(count) in the plugin's buffer")
    }
  }
}

extension RunningNode {
  /// Events it lost of which nobody was told.
  fileprivate func takeNewlyLostEvents() -> Int {
    let lost = lostEvents
    return lost - toldLostEvents.exchange(lost, ordering: .relaxed)
  }
}
