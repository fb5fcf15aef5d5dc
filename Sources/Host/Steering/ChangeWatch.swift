import Control
import Drivers
import Synchronization

/// What clients are told of when it changes, by whomever.
struct HostPicture: Equatable, Sendable {
  var values: [String: [String: Float]] = [:]
  var bypassed: [String: Bool] = [:]
  var nodes: [String] = []
  var connections: [Link] = []
  var name = ""
  var path = ""
  var isMuted = false
  var isFadedOut = false
  var device = ""
  var isRolling = false
  var snapshots: [String] = []

  /// What is different from the picture before, a notification each.
  func changes(since before: HostPicture) -> [JSONValue] {
    var changes: [JSONValue] = []
    for (node, values) in values.sorted(by: { $0.key < $1.key }) {
      guard let old = before.values[node] else { continue }
      for (symbol, value) in values.sorted(by: { $0.key < $1.key }) where old[symbol] != value {
        changes.append([
          "change": "set", "node": .text(node), "parameter": .text(symbol),
          "value": JSONValue(value),
        ])
      }
    }
    for (node, isBypassed) in bypassed.sorted(by: { $0.key < $1.key })
    where before.bypassed[node] != isBypassed && before.bypassed[node] != nil {
      changes.append([
        "change": "bypass", "node": .text(node), "isBypassed": .bool(isBypassed),
      ])
    }
    if nodes != before.nodes || connections != before.connections {
      changes.append(["change": "graph"])
    }
    if name != before.name || path != before.path || snapshots != before.snapshots {
      changes.append(["change": "session", "name": .text(name), "path": .text(path)])
    }
    if isMuted != before.isMuted || isFadedOut != before.isFadedOut {
      changes.append([
        "change": "mute", "isMuted": .bool(isMuted), "isFadedOut": .bool(isFadedOut),
      ])
    }
    if device != before.device { changes.append(["change": "device", "device": .text(device)]) }
    if isRolling != before.isRolling {
      changes.append(["change": "transport", "isRolling": .bool(isRolling)])
    }
    return changes
  }
}

/// What clients were told last.
struct ChangeWatch: Sendable {
  var told: HostPicture?
}

extension AudioHost {
  /// Tells what has changed since the last look.
  ///
  /// Thread: any of the control side.
  func lookForChanges() {
    guard !control.withLock({ $0.open.isEmpty }) else { return }
    // Looks of several threads come one after the other, lest an old one is told last.
    changes.withLock { changes in
      let picture = picture
      for change in picture.changes(since: changes.told ?? picture) { notify(.changes, change) }
      changes.told = picture
    }
  }

  private var picture: HostPicture {
    var picture = HostPicture()
    let (nodes, session) = live.nodesAndSession
    for node in nodes {
      node.noteMoves()
      picture.values[node.name] = node.values.withLock { $0.present }
      picture.bypassed[node.name] = live.isBypassed(node.name)
      picture.nodes.append("\(node.name) \(node.kind)")
    }
    picture.connections = session.links
    picture.name = session.session.name
    picture.path = session.session.path
    picture.isMuted = isMuted
    picture.isFadedOut = fades.isFadedOut
    picture.device = selection.driver.device
    picture.isRolling = live.steering.transport.position.isRolling
    picture.snapshots = session.snapshots.map(\.name)
    return picture
  }
}

extension ResolvedSession {
  /// All connections, as a session file writes them.
  var links: [Link] {
    connections.map { Link(from: name($0.from, isOutput: true), to: name($0.to, isOutput: false)) }
  }
}

extension LiveGraph {
  /// The nodes that play, and their session.
  var nodesAndSession: ([RunningNode], ResolvedSession) {
    state.withLock { ($0.graph.nodes, $0.graph.session) }
  }
}
