internal import Control

extension SessionDocument {
  private var chains: [[String]] {
    get {
      let items = root["chain"]?.items ?? []
      let isListOfLists = items.contains { if case .list = $0.content { true } else { false } }
      guard isListOfLists else { return items.isEmpty ? [] : [items.compactMap(\.text)] }
      return items.map { $0.items.compactMap(\.text) }
    }
    set {
      let lists = newValue.map { YAMLValue.list($0.map { .text($0) }) }
      root["chain"] = lists.isEmpty ? nil : lists.count == 1 ? lists[0] : .list(lists)
    }
  }

  private var connections: [YAMLValue] {
    get { root["connections"]?.items ?? [] }
    set { root["connections"] = newValue.isEmpty ? nil : .list(newValue) }
  }

  /// Removes a node, and all that names it.
  mutating func removeNode(_ name: String) throws(ControlError) {
    nodes.remove(at: try place(ofNode: name))
    if chains.contains(where: { $0.contains(name) }) {
      chains = chains.flatMap { chain in
        chain.split { $0 == name }.map(Array.init).filter { $0.count > 1 }
      }
    }
    filter("connections") { connection in
      connection.ends.map { $0.from.node != name && $0.to.node != name } ?? true
    }
    filter("control") { $0["node"]?.text != name }
    forget(name)
    for place in nodes.indices { stopHearing(name, at: place) }
  }

  /// Takes a node out of all snapshots.
  private mutating func forget(_ name: String) {
    guard var snapshots = root["snapshots"], snapshots.items.isEmpty == false else { return }
    for place in snapshots.items.indices {
      for key in ["values", "bypass"] {
        guard var section = snapshots.items[place][key] else { continue }
        section.entries.removeAll { entry in
          key == "bypass" ? entry.key == name : entry.key.snapshotNode == name
        }
        snapshots.items[place][key] = section
      }
    }
    root["snapshots"] = snapshots
  }

  /// Has a node not hear the MIDI of another any more.
  private mutating func stopHearing(_ name: String, at place: Int) {
    guard let midi = nodes[place]["midi"] else { return }
    if case .list(let sources) = midi.content {
      let kept = sources.filter { $0.text?.nodeName != name }
      guard kept.count < sources.count else { return }
      nodes[place]["midi"] = kept.isEmpty ? .flag(false) : .list(kept)
    } else if midi.text?.nodeName == name {
      nodes[place]["midi"] = .flag(false)
    }
  }

  mutating func connect(
    _ from: String, _ to: String, in session: ResolvedSession
  ) throws(ControlError) {
    let link = Link(from: try PortName(from), to: try PortName(to))
    guard !connections.contains(where: { $0.ends == link }), !isInChain(link, session) else {
      throw ControlError(.conflict, "\(from) and \(to) are connected already")
    }
    connections.append(link.written)
  }

  /// Removes a connection; where a chain stands for it, the chain is split, and what else it stood for
  /// there is written out.
  mutating func disconnect(
    _ from: String, _ to: String, in session: ResolvedSession
  ) throws(ControlError) {
    let link = Link(from: try PortName(from), to: try PortName(to))
    let count = connections.count
    filter("connections") { $0.ends != link }
    guard isInChain(link, session) else {
      if connections.count == count {
        throw ControlError(.notFound, "\(from) and \(to) are not connected")
      }
      return
    }
    let others = session.links(from: link.from.node, to: link.to.node).filter { $0 != link }
    chains = chains.flatMap { $0.split(between: link.from.node, link.to.node) }
      .filter { $0.count > 1 }
    let written = connections.compactMap(\.ends)
    connections += others.filter { !written.contains($0) }.map(\.written)
  }

  /// Whether a chain has the two nodes of a link as neighbours, and so connects these ports.
  private func isInChain(_ link: Link, _ session: ResolvedSession) -> Bool {
    let areNeighbours = chains.contains { chain in
      zip(chain, chain.dropFirst()).contains { $0 == (link.from.node, link.to.node) }
    }
    return areNeighbours && session.links(from: link.from.node, to: link.to.node).contains(link)
  }
}

/// An end of a connection, as sessions write it.
struct PortName: Hashable {
  let node: String
  let port: String

  init(node: String, port: String) {
    self.node = node
    self.port = port
  }

  init(_ text: String) throws(ControlError) {
    guard let name = PortName(reading: text) else {
      throw ControlError(
        .outOfRange, "an end of a connection is written NODE:PORT, not `\(text)`")
    }
    self = name
  }

  init?(reading text: String) {
    let words = text.split(separator: ":", maxSplits: 1).map { $0.trimmed }
    guard words.count == 2, !words.contains("") else { return nil }
    self.init(node: words[0], port: words[1])
  }

  var text: String { "\(node):\(port)" }
}

/// A connection of two ports.
struct Link: Hashable {
  let from: PortName
  let to: PortName

  /// As sessions write it.
  var written: YAMLValue {
    let (from, to) = (from.text, to.text)
    if !(from + to).contains("->") { return .text("\(from) -> \(to)") }
    var value = YAMLValue.emptyMap
    value["from"] = .text(from)
    value["to"] = .text(to)
    return value
  }
}

extension YAMLValue {
  /// The ends of a connection.
  fileprivate var ends: Link? {
    if case .map = content {
      guard let from = self["from"]?.text.flatMap({ PortName(reading: $0) }),
        let to = self["to"]?.text.flatMap({ PortName(reading: $0) })
      else { return nil }
      return Link(from: from, to: to)
    }
    guard let text, let arrow = text.firstRange(of: "->"),
      let from = PortName(reading: String(text[..<arrow.lowerBound])),
      let to = PortName(reading: String(text[arrow.upperBound...]))
    else { return nil }
    return Link(from: from, to: to)
  }
}

extension StringProtocol {
  fileprivate var trimmed: String {
    let start = drop { $0.isWhitespace }
    guard let last = start.lastIndex(where: { !$0.isWhitespace }) else { return "" }
    return String(start[...last])
  }

  /// The node of `NODE` or `NODE:PORT`.
  fileprivate var nodeName: String {
    split(separator: ":", maxSplits: 1).first.map { $0.trimmed } ?? ""
  }

  /// The node of `NODE.PARAMETER`.
  fileprivate var snapshotNode: String { lastIndex(of: ".").map { String(self[..<$0]) } ?? "" }
}

extension [String] {
  /// The parts of a chain once two neighbours are none any more.
  fileprivate func split(between left: String, _ right: String) -> [[String]] {
    var parts: [[String]] = [[]]
    for name in self {
      if parts[parts.count - 1].last == left, name == right { parts.append([]) }
      parts[parts.count - 1].append(name)
    }
    return parts
  }
}

extension ResolvedSession {
  /// The connections between two nodes, or the device.
  fileprivate func links(from: String, to: String) -> [Link] {
    connections.map { Link(from: name($0.from, isOutput: true), to: name($0.to, isOutput: false)) }
      .filter { $0.from.node == from && $0.to.node == to }
  }

  /// An end of a connection, as the session file writes it.
  func name(_ end: ResolvedConnection.End, isOutput: Bool) -> PortName {
    switch end.place {
    case .device:
      isOutput
        ? PortName(node: Session.captureName, port: "out_\(end.port + 1)")
        : PortName(node: Session.playbackName, port: "in_\(end.port + 1)")
    case .node(let place):
      PortName(
        node: nodes[place].node.name,
        port: isOutput ? nodes[place].shape.outputs[end.port] : nodes[place].shape.inputs[end.port])
    }
  }
}
