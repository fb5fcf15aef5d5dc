/// Finds out who hears whose MIDI in a session.
struct SessionMIDIWiring {
  private(set) var connections: [ResolvedMIDIConnection] = []
  /// The nodes that others hear, or that hear others, or the device's ports hear.
  private(set) var mentioned = Set<String>()

  private let session: Session
  private let shapes: [NodeShape?]
  private let log: ProblemLog
  private let indices: [String: [Int]]

  init(session: Session, shapes: [NodeShape?], log: ProblemLog) {
    self.session = session
    self.shapes = shapes
    self.log = log
    indices = Dictionary(grouping: session.nodes.indices) { session.nodes[$0].name }
    for (index, node) in session.nodes.enumerated() {
      guard case .plugin(let plugin) = node.kind, let shape = shapes[index] else { continue }
      if shape.takesMIDI {
        for source in plugin.midi { add(source, to: index) }
      } else if let mark = plugin.midiMark {
        log.error(mark, "node `\(node.name)` takes no MIDI: leave `midi:` out")
      }
      if let output = plugin.midiOut { add(output, from: index, shape) }
    }
  }

  private mutating func add(_ source: SessionMIDISource, to index: Int) {
    let name = session.nodes[index].name
    var from: [ResolvedConnection.End] = []
    switch source.place {
    case .port(let port):
      if source.mark != .start, port > session.device.midiCapturePorts {
        log.warning(source.mark, session.device.lacks(midiPort: port))
      }
      from = [.init(.device, port: port - 1)]
    case .node(let other, let port):
      mentioned.formUnion([name, other])
      guard other != name else {
        return log.error(source.mark, "node `\(name)` cannot hear its own MIDI")
      }
      from = ends(of: other, port, at: source.mark)
    }
    for end in from {
      let connection = connection(from: end, to: .init(.node(index), port: 0))
      guard !connections.contains(connection) else {
        return log.error(source.mark, "node `\(name)` hears \(text(source.place)) twice")
      }
      connections.append(connection)
    }
  }

  private func text(_ place: SessionMIDISource.Place) -> String {
    switch place {
    case .port(let port): "MIDI port \(port)"
    case .node(let name, let port): "`\(port.map { "\(name):\($0)" } ?? name)`"
    }
  }

  /// The MIDI outputs that a name stands for; none where it is wrong.
  private func ends(
    of name: String, _ port: String?, at mark: SourceMark
  ) -> [ResolvedConnection.End] {
    guard let found = indices[name] else {
      // A node that lost its name to another mistake may be the one meant.
      if !session.hasNamelessNodes {
        log.error(
          mark,
          "unknown node `\(name)`" + NearestName.hint(for: name, among: session.nodes.map(\.name)))
      }
      return []
    }
    guard found.count == 1, let shape = shapes[found[0]] else { return [] }
    let outputs = shape.midiOutputs
    guard !outputs.isEmpty else {
      log.error(mark, "node `\(name)` gives no MIDI")
      return []
    }
    guard let port else { return outputs.indices.map { .init(.node(found[0]), port: $0) } }
    guard let place = outputs.firstIndex(of: port) else {
      log.error(
        mark,
        "node `\(name)` has no MIDI output `\(port)`" + NearestName.hint(for: port, among: outputs))
      return []
    }
    return [.init(.node(found[0]), port: place)]
  }

  private mutating func add(_ output: SessionMIDIOutput, from index: Int, _ shape: NodeShape) {
    let name = session.nodes[index].name
    mentioned.insert(name)
    guard !shape.midiOutputs.isEmpty else {
      return log.error(output.mark, "node `\(name)` gives no MIDI: leave `midi_out:` out")
    }
    guard output.port <= session.device.midiPlayback else {
      return log.error(
        output.mark,
        "node `\(name)` plays to MIDI port \(output.port), and the device is asked for "
          + "\(session.device.midiPlayback): set `midi_playback:` under `device:`")
    }
    connections += shape.midiOutputs.indices.map {
      connection(from: .init(.node(index), port: $0), to: .init(.device, port: output.port - 1))
    }
  }

  private func connection(
    from source: ResolvedConnection.End, to destination: ResolvedConnection.End
  ) -> ResolvedMIDIConnection {
    guard case .node(let index) = source.place else { return .init(from: source, to: destination) }
    return .init(
      from: source, to: destination, compensates: session.nodes[index].compensates)
  }
}
