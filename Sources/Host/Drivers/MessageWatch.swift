import Plugins
import Synchronization

/// Says what plugins complain about.
///
/// The first complaints of a node at once; a node that goes on has a line a second, so that it keeps
/// no other event from the log.
final class MessageWatch: Sendable {
  private static let linesAtOnce = 3
  private static let looksBetweenLines = 4

  private struct Seen {
    var looksToWait = 0
    var held = 0
    var last = ""
  }

  private let events: EventLog
  private let seen = Mutex<[ObjectIdentifier: Seen]>([:])

  init(events: EventLog) { self.events = events }

  /// Looks at what the session's nodes have said since the last look, about four times a second; the
  /// last look tells what is left to tell.
  ///
  /// Thread: control.
  func look(at nodes: [RunningNode], isLast: Bool = false) {
    let lines = seen.withLock { seen in
      var present: [ObjectIdentifier: Seen] = [:]
      var lines: [String] = []
      for node in nodes {
        let messages = node.takeMessages()
        let before = seen[ObjectIdentifier(node)]
        guard before != nil || !messages.isEmpty else { continue }
        var state = before ?? Seen()
        lines += Self.news(messages, &state, isLast: isLast).map { "\(node.name): \($0)" }
        present[ObjectIdentifier(node)] = state
      }
      seen = present
      return lines
    }
    for line in lines { events.add(line) }
  }

  private static func news(
    _ messages: [PluginMessage], _ state: inout Seen, isLast: Bool
  ) -> [String] {
    state.looksToWait = max(0, state.looksToWait - 1)
    let texts = messages.map { "\($0.severity.rawValue): \($0.text)" }
    let told = state.looksToWait == 0 && state.held == 0 ? Array(texts.prefix(linesAtOnce)) : []
    state.held += texts.count - told.count
    state.last = texts.last ?? state.last
    if !told.isEmpty { state.looksToWait = looksBetweenLines }
    guard state.held > 0, isLast || state.looksToWait == 0 else { return told }
    defer {
      state.held = 0
      state.looksToWait = looksBetweenLines
    }
    return told + [state.held == 1 ? state.last : "\(state.held) messages, the last \(state.last)"]
  }
}
