// Control side.

/// What there is to hear in a period: what each captured channel and each output brings, and which
/// steps read it.
struct Sounds {
  /// For each sound the places of the steps that read it, ascending, each once.
  private(set) var readers: [[Int]]
  /// Whether a sound is played, and so read after all steps.
  private(set) var isPlayed: [Bool]
  /// For each node's input the connections that lead to it, in the order of the session.
  private var inputs: [[Int]]
  /// The same for each played channel.
  private(set) var playback: [[Int]]

  private let firstInput: [Int]
  private let firstOutput: [Int]
  private let connections: [GraphConnection]

  /// `places` tells for each node when its inputs are read.
  init(_ graph: GraphDescription, places: [Int]) {
    connections = graph.connections
    firstInput = Self.sums(graph.nodes.map(\.inputCount), from: 0)
    firstOutput = Self.sums(graph.nodes.map(\.outputCount), from: graph.captureChannels)
    readers = Array(repeating: [], count: firstOutput.last ?? 0)
    isPlayed = Array(repeating: false, count: readers.count)
    inputs = Array(repeating: [], count: firstInput.last ?? 0)
    playback = Array(repeating: [], count: graph.playbackChannels)
    for (index, connection) in connections.enumerated() {
      let sound = sound(of: connection.source)
      switch connection.destination {
      case .node(let node, let port):
        inputs[firstInput[node] + port].append(index)
        readers[sound].append(places[node])
      case .playback(let channel):
        playback[channel].append(index)
        isPlayed[sound] = true
      case .capture: break
      }
    }
    for sound in readers.indices where readers[sound].count > 1 {
      readers[sound] = Set(readers[sound]).sorted()
    }
  }

  var count: Int { readers.count }

  /// The connections that lead to an input.
  func connections(to node: Int, port: Int) -> [Int] { inputs[firstInput[node] + port] }

  /// The sound that a connection carries.
  func sound(at connection: Int) -> Int { sound(of: connections[connection].source) }

  func sound(of source: GraphEndpoint) -> Int {
    switch source {
    case .node(let node, let port): firstOutput[node] + port
    case .capture(let channel), .playback(let channel): channel
    }
  }

  private static func sums(_ counts: [Int], from first: Int) -> [Int] {
    var sums = [first]
    for count in counts { sums.append((sums.last ?? 0) + count) }
    return sums
  }
}

/// What a step reads at one port.
enum SoundInput {
  case silence
  /// A sound as it is.
  case sound(Int)
  /// A sum of sounds, made before the node is called.
  case sum([Int])

  var isSum: Bool {
    guard case .sum = self else { return false }
    return true
  }
}
