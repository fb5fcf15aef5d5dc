import CJACK

/// A client of the tests' own, with ports, that takes part in the server's cycle.
class PortClient: @unchecked Sendable {
  let client: OpaquePointer
  let ports: [OpaquePointer]

  /// Becomes a client with these ports, which does not run yet.
  init?(
    _ name: String, server: String,
    ports kinds: [(name: String, type: String, direction: JackPortFlags)]
  ) {
    var status = JackStatus(rawValue: 0)
    guard let client = jack_client_open_running(name, server, &status) else { return nil }
    ports = kinds.compactMap { name, type, direction in
      jack_port_register(client, name, type, UInt(direction.rawValue), 0)
    }
    guard ports.count == kinds.count else {
      jack_client_close(client)
      return nil
    }
    self.client = client
  }

  /// Has JACK call `process`, until the client leaves.
  func begin() {
    jack_set_process_callback(
      client,
      { frames, context in
        guard let context else { return 0 }
        Unmanaged<PortClient>.fromOpaque(context)._withUnsafeGuaranteedRef { $0.process(frames) }
        return 0
      }, Unmanaged.passUnretained(self).toOpaque())
    jack_activate(client)
  }

  /// Ends the calls and closes the client, before what they touch is freed.
  func leave() {
    jack_deactivate(client)
    jack_client_close(client)
  }

  /// A client's part of a cycle.
  func process(_ frames: UInt32) {}
}
