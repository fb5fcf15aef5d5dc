import CJACK
import Synchronization

/// A small client of the test's own with one port, which sends a known signal or records.
final class JackClient: PortClient, @unchecked Sendable {
  enum Role {
    case sender
    case recorder
  }

  var portName: String { "\(String(cString: jack_get_client_name(client))):port" }
  private let role: Role
  private let samples: UnsafeMutablePointer<Float>
  private let capacity: Int
  private let position = Atomic<Int>(0)

  /// The n-th sample of the known signal, never 0: 24 bits, so that every one is exact.
  static func signal(_ index: Int) -> Float {
    Float((index &* 2_654_435_761) & 0x7F_FFFF | 1) / 8_388_608 * (index.isMultiple(of: 2) ? 1 : -1)
  }

  init?(_ role: Role, server: String, capacity: Int = 0, name: String? = nil) {
    self.role = role
    self.capacity = capacity
    samples = .allocate(capacity: max(1, capacity))
    let isSender = role == .sender
    let direction = isSender ? JackPortIsOutput : JackPortIsInput
    super.init(
      name ?? (isSender ? "sender" : "recorder"), server: server,
      ports: [("port", JACK_DEFAULT_AUDIO_TYPE, direction)])
    begin()
  }

  deinit {
    leave()
    samples.deallocate()
  }

  override func process(_ frames: UInt32) {
    guard let buffer = jack_cycle_samples(ports[0], frames) else { return }
    var index = position.load(ordering: .relaxed)
    for frame in 0..<Int(frames) {
      if role == .sender {
        buffer[frame] = Self.signal(index)
      } else {
        guard index < capacity else { break }
        samples[index] = buffer[frame]
      }
      index += 1
    }
    position.store(index, ordering: .releasing)
  }

  /// Samples sent or recorded so far.
  var count: Int { position.load(ordering: .acquiring) }

  /// What was recorded so far.
  var recording: [Float] { Array(UnsafeBufferPointer(start: samples, count: min(count, capacity))) }

  /// Connects two ports of the server, by name; false when it refuses.
  func connect(_ source: String, to destination: String) -> Bool {
    jack_connect(client, source, destination) == 0
  }

  /// Disconnects two ports of the server, by name; false when it refuses.
  func disconnect(_ source: String, from destination: String) -> Bool {
    jack_disconnect(client, source, destination) == 0
  }

  /// The least and the most latency of a port of any client.
  func latency(of port: String, _ mode: JackLatencyCallbackMode) -> [UInt32] {
    guard let port = jack_port_by_name(client, port) else { return [] }
    var range = jack_latency_range_t()
    jack_port_get_latency_range(port, mode, &range)
    return [range.min, range.max]
  }

  /// What is connected to a port of any client.
  func connections(of port: String) -> [String] {
    guard let names = jack_port_get_all_connections(client, jack_port_by_name(client, port)) else {
      return []
    }
    defer { jack_free(names) }
    var result: [String] = []
    var next = names
    while let name = next.pointee {
      result.append(String(cString: name))
      next += 1
    }
    return result
  }
}
