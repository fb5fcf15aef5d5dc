// Control side.
import Drivers

/// What one kind of the driver's ports is connected to by itself.
struct JACKPortRules: Sendable {
  typealias Connection = JACKPatch.Connection

  /// What is looked for in the name of one port.
  private enum Rule {
    case physical
    case channel(Int)
    case target(PortTarget)

    /// What ports with the same rule take turns at.
    var key: String {
      guard case .target(let target) = self else { return "" }
      return target.patterns.map(\.text).joined(separator: "\n")
    }

    func isMeant(_ peer: JACKPatchbay.Peer) -> Bool {
      switch self {
      case .physical: peer.isPhysical
      case .channel(let number): peer.physicalNumber == number
      case .target(let target): target.patterns.contains(where: peer.isMeant)
      }
    }

    /// Whether it takes all that is meant, whoever else does.
    var isForEvery: Bool {
      switch self {
      case .channel, .target(.every): true
      case .physical, .target(.first): false
      }
    }
  }

  let kind: JACKPortKind
  /// The driver's ports of this kind, in order.
  let ports: [String]
  /// nil for the physical ports.
  let targets: [PortTarget]?
  /// Which of the physical ports, by their numbers from 0; nil for the first ones.
  var channels: [Int]?

  private func rule(_ index: Int) -> Rule? {
    guard let targets else { return channels.map { .channel($0[index]) } ?? .physical }
    if index < targets.count { return .target(targets[index]) }
    guard let last = targets.last, case .first(let pattern) = last, !pattern.isExact else {
      return nil
    }
    return .target(last)
  }

  /// Whether a port would be connected to a peer.
  func isMeant(_ port: String, _ peer: JACKPatchbay.Peer) -> Bool {
    guard peer.kind == kind, let index = ports.firstIndex(of: port) else { return false }
    return rule(index)?.isMeant(peer) ?? false
  }

  /// The connections the rules want, those that are there left out as far as they say enough.
  ///
  /// `connected` are those that others have not made.
  func wanted(
    _ graph: JACKPatchbay.Graph, connected: Set<Connection>, patch: JACKPatch
  ) -> [Connection] {
    let peers = graph.peers.filter { $0.kind == kind }
    var taken: [String: Set<String>] = [:]
    var wanted: [Connection] = []
    var open: [(port: String, rule: Rule)] = []
    for (index, port) in ports.enumerated() {
      guard let rule = rule(index) else { continue }
      let meant = peers.filter(rule.isMeant)
      if rule.isForEvery {
        wanted += meant.map { Connection(port: port, peer: $0.name) }
        continue
      }
      // What was taken away from a port is not given to another.
      let settled = meant.map(\.name).filter { name in
        let connection = Connection(port: port, peer: name)
        return connected.contains(connection) || patch.removed.contains(connection)
      }
      taken[rule.key, default: []].formUnion(settled)
      if settled.isEmpty, !isRefused(port, rule, patch) { open.append((port, rule)) }
    }
    for (port, rule) in open {
      let isFree = { (peer: JACKPatchbay.Peer) in
        rule.isMeant(peer) && !taken[rule.key, default: []].contains(peer.name)
      }
      guard let peer = peers.first(where: isFree) else { continue }
      taken[rule.key, default: []].insert(peer.name)
      wanted.append(Connection(port: port, peer: peer.name))
    }
    return wanted.filter { !patch.removed.contains($0) }
  }

  /// Whether somebody took away what the rule had connected: it is not to look for more.
  private func isRefused(_ port: String, _ rule: Rule, _ patch: JACKPatch) -> Bool {
    patch.removed.contains { removed in
      guard removed.port == port else { return false }
      guard case .target(let target) = rule else { return true }
      return target.patterns.contains { $0.matches(removed.peer) }
    }
  }
}

// MARK: - What is missing

extension JACKPortRules {
  /// One line for each thing that cannot be connected yet.
  func shortages(_ graph: JACKPatchbay.Graph, client: String) -> [String] {
    let peers = graph.peers.filter { $0.kind == kind }
    guard let targets else {
      guard let channels else { return shortage(peers.count(where: \.isPhysical), "physical ") }
      return zip(ports, channels).compactMap { port, channel in
        guard !peers.contains(where: { $0.physicalNumber == channel }) else { return nil }
        return "JACK has no physical \(direction) port \(channel + 1): "
          + "\(client):\(port) stays unconnected"
      }
    }
    let missing = zip(ports, targets).flatMap { port, target in
      target.patterns
        .filter { pattern in !peers.contains { $0.isMeant(by: pattern) } }
        .map { Self.line("\(client):\(port)", $0) }
    }
    guard !targets.isEmpty, targets.count < ports.count, rule(ports.count - 1) == nil else {
      return missing
    }
    return missing + shortage(targets.count, "")
  }

  private var direction: String { kind.isInput ? "capture" : "playback" }

  private static func line(_ port: String, _ pattern: PortPattern) -> String {
    pattern.isExact
      ? "JACK has no port \(pattern) yet: \(port) waits for it"
      : "JACK has no port that matches \(pattern) yet: \(port) waits for one"
  }

  private func shortage(_ found: Int, _ sort: String) -> [String] {
    guard found < ports.count, !kind.isMIDI || found > 0 || targets != nil else { return [] }
    let names =
      found + 1 == ports.count ? "\(ports[found]) stays" : "\(ports[found]) and on stay"
    return [
      "\(found) \(sort)\(kind.isMIDI ? "MIDI " : "")\(direction) ports for \(ports.count): "
        + "\(names) unconnected"
    ]
  }
}
