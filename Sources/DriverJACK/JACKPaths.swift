// Control side.
import CJACK
public import Drivers

/// What a server tells of the ways between a client's ports, seen from outside.
public struct JACKPaths: Sendable, Equatable {
  /// How late what arrives at each capture port is there, in frames: the most of its connections.
  public let captureLatencyFrames: [Int]
  /// How late what each playback port sends is to be heard, in frames.
  public let playbackLatencyFrames: [Int]
  /// For each playback port the capture ports it reaches through other clients alone.
  ///
  /// JACK needs one period for what comes round to a client like that: no client can be both before
  /// and after the same other one in a period.
  public let capturesReached: [Set<Int>]

  /// Asks for the audio ports of `client`, in the order they were made.
  ///
  /// A client of its own is opened for that and closed again. Throws `unavailable` when there is no
  /// such server. Thread: control. The corresponding C functions are `jack_port_get_latency_range`
  /// and `jack_port_get_all_connections`.
  public init(of client: String, server: String?) throws(DriverError) {
    self = try JACKLibrary.ask(server) {
      Result { () throws(DriverError) in
        let visitor = try JACKLibrary.openClient(named: "tactus-paths", server: server)
        defer { jack_client_close(visitor) }
        return JACKPaths(of: client, in: PortGraph(client: visitor))
      }
    }
  }

  private init(of client: String, in graph: PortGraph) {
    let captures = graph.ports(of: client, JackPortIsInput)
    let playbacks = graph.ports(of: client, JackPortIsOutput)
    captureLatencyFrames = captures.map { graph.latencyFrames(of: $0, JackCaptureLatency) }
    playbackLatencyFrames = playbacks.map { graph.latencyFrames(of: $0, JackPlaybackLatency) }
    capturesReached = playbacks.map { playback in
      let reached = graph.inputs(reachedFrom: playback)
      return Set(captures.indices.filter { reached.contains(captures[$0]) })
    }
  }
}

/// The ports of a server and their connections, by name.
private struct PortGraph {
  let client: OpaquePointer

  /// The audio ports of one client with a direction.
  func ports(of name: String, _ direction: JackPortFlags) -> [String] {
    let names = jack_get_ports(client, nil, JACK_DEFAULT_AUDIO_TYPE, UInt(direction.rawValue))
    return JACKClient.strings(names).filter { Self.client(of: $0) == name }
  }

  func latencyFrames(of port: String, _ mode: JackLatencyCallbackMode) -> Int {
    guard let port = jack_port_by_name(client, port) else { return 0 }
    var range = jack_latency_range_t()
    jack_port_get_latency_range(port, mode, &range)
    return Int(range.max)
  }

  /// The inputs that `output` feeds, directly or through clients; a card's are the end of the way.
  ///
  /// Each client is taken to pass what it gets to all of its outputs.
  func inputs(reachedFrom output: String) -> Set<String> {
    var reached: Set<String> = []
    var passed: Set<String> = []
    var outputs = [output]
    while let output = outputs.popLast() {
      for input in connections(of: output) where reached.insert(input).inserted {
        let name = Self.client(of: input)
        guard !isPhysical(input), passed.insert(name).inserted else { continue }
        outputs += ports(of: name, JackPortIsOutput)
      }
    }
    return reached
  }

  private func connections(of port: String) -> [String] {
    guard let port = jack_port_by_name(client, port) else { return [] }
    return JACKClient.strings(jack_port_get_all_connections(client, port))
  }

  private func isPhysical(_ port: String) -> Bool {
    guard let port = jack_port_by_name(client, port) else { return true }
    return UInt32(bitPattern: jack_port_flags(port)) & JackPortIsPhysical.rawValue != 0
  }

  /// The part of a port's name before its first colon.
  private static func client(of port: String) -> String { String(port.prefix { $0 != ":" }) }
}
