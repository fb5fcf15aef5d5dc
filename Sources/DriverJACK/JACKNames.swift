// Control side.
import CJACK
import Drivers

extension PortConnections {
  /// The client's name, unless others have it.
  var wantedClientName: String { clientName ?? "tactus" }

  /// Refuses names that JACK would cut short, mix up or refuse without a reason.
  ///
  /// The corresponding C functions are `jack_client_name_size` and `jack_port_name_size`.
  func checkNames(for request: StreamRequest) throws(DriverError) {
    try Self.check(wantedClientName, "client name", room: Int(jack_client_name_size()) - 1)
    let room = Int(jack_port_name_size()) - wantedClientName.utf8.count - 2
    var seen: Set<String> = []
    for (kind, given, count) in names.sides(of: request) {
      guard given.count <= count else {
        throw DriverError(
          .unsupported, "\(given.count) JACK port names for \(count) ports; leave out the rest")
      }
      for name in kind.names(given, count: count) {
        try Self.check(name, "port name", room: room)
        guard seen.insert(name).inserted else {
          throw DriverError(
            .unsupported, "JACK port name \(name) is given twice; each port needs its own")
        }
      }
    }
  }

  private static func check(
    _ name: String, _ what: String, room: Int
  ) throws(DriverError) {
    if let problem = PortNames.problem(with: name) {
      throw DriverError(.unsupported, "JACK \(what) `\(name)` \(problem); choose another")
    }
    guard name.utf8.count <= room else {
      throw DriverError(
        .unsupported,
        "JACK \(what) \(name) has \(name.utf8.count) bytes and JACK room for \(room); "
          + "choose a shorter one")
    }
  }
}

extension PortNames {
  /// Each kind of port with its names, and how many of them there are to be.
  func sides(of request: StreamRequest) -> [(kind: JACKPortKind, names: [String], count: Int)] {
    [
      (.capture, capture, request.captureChannels),
      (.playback, playback, request.playbackChannels),
      (.midiCapture, midiCapture, request.midiCapturePorts),
      (.midiPlayback, midiPlayback, request.midiPlaybackPorts),
    ]
  }
}
