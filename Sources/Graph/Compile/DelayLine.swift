// Control side.
import Signal

/// Owns a delay line, which a plan takes over from the one before when it leads to the same place.
@safe
final class DelayLine: @unchecked Sendable {
  /// What makes two lines the same: their ends, by the identity of the nodes, and their length.
  struct Key: Hashable {
    enum End: Hashable {
      case node(ObjectIdentifier, port: Int)
      case channel(Int)
    }

    let source: End
    let destination: End
    let delayFrames: Int
    let maximumFrames: Int
  }

  let core: UnsafeMutablePointer<DelayLineCore>

  /// A line full of silence, each page of which was written.
  init(_ key: Key) {
    let capacity = key.delayFrames + key.maximumFrames
    let samples = UnsafeMutablePointer<Float>.allocate(capacity: capacity)
    unsafe samples.initialize(repeating: 0, count: capacity)
    unsafe core = .allocate(capacity: 1)
    unsafe core.initialize(
      to: DelayLineCore(samples: samples, capacity: capacity, delayFrames: key.delayFrames))
  }

  deinit {
    unsafe core.pointee.samples.deallocate()
    unsafe core.deinitialize(count: 1)
    unsafe core.deallocate()
  }
}

extension DelayLine.Key {
  init(_ connection: GraphConnection, delayFrames: Int, in graph: GraphDescription) {
    self.init(
      source: Self.end(connection.source, in: graph),
      destination: Self.end(connection.destination, in: graph),
      delayFrames: delayFrames, maximumFrames: graph.maximumFrames)
  }

  static func end(_ endpoint: GraphEndpoint, in graph: GraphDescription) -> End {
    switch endpoint {
    case .node(let index, let port): .node(ObjectIdentifier(graph.nodes[index].state), port: port)
    case .capture(let channel), .playback(let channel): .channel(channel)
    }
  }
}

/// The delay lines of a plan, some of them those of the plan before.
@safe
struct DelayLines {
  private(set) var lines: [DelayLine.Key: [DelayLine]] = [:]
  private var older: [DelayLine.Key: [DelayLine]]

  init(keeping older: DelayLines? = nil) { self.older = older?.lines ?? [:] }

  /// The line of a connection, taken over when the plan before had it; each is taken once.
  mutating func line(_ key: DelayLine.Key) -> DelayLine {
    let line = older[key]?.popLast() ?? DelayLine(key)
    lines[key, default: []].append(line)
    return line
  }

  /// The line of each connection that has one, by its place in the graph; older lines that none of
  /// them took over are let go.
  mutating func connect(_ blueprint: Blueprint, in graph: GraphDescription) -> [Int: DelayLine] {
    var connected: [Int: DelayLine] = [:]
    let inputs = blueprint.steps.flatMap { $0.inputs.flatMap(\.sources) }
    for source in inputs + blueprint.playback.joined() where source.delayFrames > 0 {
      connected[source.connection] = line(
        DelayLine.Key(
          graph.connections[source.connection], delayFrames: source.delayFrames, in: graph))
    }
    older = [:]
    return connected
  }
}
