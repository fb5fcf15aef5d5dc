// Control side.
import CJACK
import Drivers
import Glibc

/// The driver's ports, and what they are to be connected to.
struct JACKPorts: @unchecked Sendable {
  let client: OpaquePointer
  private(set) var capture: [OpaquePointer] = []
  private(set) var playback: [OpaquePointer] = []

  /// Registers `in_1` and on for what is captured, `out_1` and on for what is played.
  init(client: OpaquePointer, captureCount: Int, playbackCount: Int) throws(DriverError) {
    self.client = client
    for number in 0..<captureCount {
      capture.append(try register("in_\(number + 1)", JackPortIsInput))
    }
    for number in 0..<playbackCount {
      playback.append(try register("out_\(number + 1)", JackPortIsOutput))
    }
  }

  private func register(
    _ name: String, _ direction: JackPortFlags
  ) throws(DriverError) -> OpaquePointer {
    let port = jack_port_register(
      client, name, JACK_DEFAULT_AUDIO_TYPE, UInt(direction.rawValue), 0)
    guard let port else {
      throw DriverError(.failed, "JACK refused port \(name); it may have no ports left")
    }
    return port
  }

  /// The names of the physical ports with `direction`, in order.
  private func physical(_ direction: JackPortFlags) -> [String] {
    let flags = UInt(JackPortIsPhysical.rawValue | direction.rawValue)
    guard let names = jack_get_ports(client, nil, JACK_DEFAULT_AUDIO_TYPE, flags) else { return [] }
    defer { jack_free(names) }
    var result: [String] = []
    var next = names
    while let name = next.pointee {
      result.append(String(cString: name))
      next += 1
    }
    return result
  }

  /// Connects what `connections` says; returns one line for each thing that could not be.
  func connect(_ connections: JACKConnections) -> [String] {
    switch connections {
    case .none:
      return []
    case .physical:
      return connect(
        capture: physical(JackPortIsOutput), playback: physical(JackPortIsInput), "physical ")
    case .ports(let capture, let playback):
      return connect(capture: capture, playback: playback, "")
    }
  }

  private func connect(capture names: [String], playback: [String], _ kind: String) -> [String] {
    var lines: [String] = []
    for (port, name) in zip(capture, names) { lines += connect(from: name, to: Self.name(port)) }
    for (port, name) in zip(self.playback, playback) {
      lines += connect(from: Self.name(port), to: name)
    }
    lines += Self.shortage(capture.count, names.count, "capture", "in_", kind)
    lines += Self.shortage(self.playback.count, playback.count, "playback", "out_", kind)
    return lines
  }

  private func connect(from source: String, to destination: String) -> [String] {
    for name in [source, destination] where jack_port_by_name(client, name) == nil {
      let other = name == source ? destination : source
      return ["JACK has no port \(name): \(other) stays unconnected"]
    }
    let code = jack_connect(client, source, destination)
    guard code != 0, code != EEXIST else { return [] }
    return ["JACK did not connect \(source) to \(destination)"]
  }

  private static func shortage(
    _ wanted: Int, _ found: Int, _ direction: String, _ prefix: String, _ kind: String
  ) -> [String] {
    guard found < wanted else { return [] }
    let names =
      found + 1 == wanted ? "\(prefix)\(wanted) stays" : "\(prefix)\(found + 1) and on stay"
    return ["\(found) \(kind)\(direction) ports for \(wanted): \(names) unconnected"]
  }

  private static func name(_ port: OpaquePointer) -> String {
    jack_port_name(port).map { String(cString: $0) } ?? ""
  }

  /// Frames from the furthest playback port to the loudspeaker.
  var playbackLatencyFrames: Int {
    playback.map { port in
      var range = jack_latency_range_t()
      jack_port_get_latency_range(port, JackPlaybackLatency, &range)
      return Int(range.max)
    }.max() ?? 0
  }
}
