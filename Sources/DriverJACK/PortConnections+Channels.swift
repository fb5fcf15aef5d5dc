// Control side.
import Drivers

/// A device's channels are the server's physical ports, in their order.
extension PortConnections {
  /// What the ports are connected to by themselves.
  func rules(for ports: JACKPorts, of request: StreamRequest) -> [JACKPortRules] {
    let targets = [capture, playback, midiCapture, midiPlayback]
    let maps = [request.captureMap, request.playbackMap, nil, nil]
    return ports.sides.indices.map { index in
      JACKPortRules(
        kind: ports.sides[index].kind, ports: ports.sides[index].names, targets: targets[index],
        channels: maps[index]?.compactMap(\.number))
    }
  }

  /// Refuses places such as FL: JACK does not tell where its ports are.
  func checkChannels(of request: StreamRequest) throws(DriverError) {
    for (direction, targets, map) in sides(of: request) where targets == nil {
      let places = (map ?? []).filter { $0.number == nil }.map(\.description)
      guard places.isEmpty else {
        throw DriverError(
          .unsupported,
          "JACK does not tell which port is \(places.joined(separator: ", ")): "
            + "give the \(direction) channels' numbers, or name the ports under `connect`")
      }
    }
  }

  /// One line for each direction whose channels are not asked about, because its ports are named.
  func unusedChannels(of request: StreamRequest) -> [String] {
    sides(of: request).compactMap { direction, targets, map in
      guard let map, targets != nil else { return nil }
      let channels = map.map(\.description).joined(separator: ", ")
      return
        "`connect` decides for JACK's \(direction) ports, not the channels \(channels)"
    }
  }

  private func sides(
    of request: StreamRequest
  ) -> [(direction: String, targets: [PortTarget]?, map: [DeviceChannel]?)] {
    [("capture", capture, request.captureMap), ("playback", playback, request.playbackMap)]
  }
}

extension DeviceChannel {
  /// Its number, counted from 0; nil for a place.
  fileprivate var number: Int? {
    guard case .number(let number) = self else { return nil }
    return number
  }
}
