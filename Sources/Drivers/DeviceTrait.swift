// Control side.

/// A part of what is asked of a device that only some drivers have a use for.
///
/// The raw value is the session's key.
public enum DeviceTrait: String, Sendable, CaseIterable {
  case name
  case captureDevice = "capture_device"
  case periods
  case format
  case access
  case client
  case ports
  case connect
  case remember
  case midiCapture = "midi_capture"
  case midiPlayback = "midi_playback"

  /// The short names of the drivers that have a use for it.
  public var drivers: [String] {
    switch self {
    case .name: ["jack", "alsa"]
    case .periods: ["alsa", "clock"]
    case .captureDevice, .format, .access: ["alsa"]
    case .client, .ports, .connect, .remember, .midiCapture, .midiPlayback: ["jack"]
    }
  }

  /// What is asked for and of no use to a driver, by its short name.
  ///
  /// Nothing for a driver that is not known, or that is still to be chosen. Thread: any.
  public static func unused(
    by driver: String, of request: StreamRequest, connecting connections: PortConnections
  ) -> [DeviceTrait] {
    guard allCases.contains(where: { $0.drivers.contains(driver) }) else { return [] }
    return allCases.filter { trait in
      !trait.drivers.contains(driver) && trait.isAsked(of: request, connections)
    }
  }

  private func isAsked(of request: StreamRequest, _ connections: PortConnections) -> Bool {
    switch self {
    case .name: request.device != nil
    case .captureDevice: request.captureDevice != nil
    case .periods: request.periods != nil
    case .format: request.sampleFormat != nil
    case .access: request.access != nil
    case .client: connections.clientName != nil
    case .ports: connections.names != PortNames()
    case .connect: connections.areNamed
    case .remember: connections.areRemembered
    case .midiCapture: request.midiCapturePorts > 0
    case .midiPlayback: request.midiPlaybackPorts > 0
    }
  }
}

extension [DeviceTrait] {
  /// That a driver leaves these out, in one line; nil for none.
  ///
  /// Thread: any.
  public func line(for driver: String) -> String? {
    guard !isEmpty else { return nil }
    let keys = map { "`\($0.rawValue)`" }.joined(separator: ", ")
    return "\(driver) has no use for \(keys)"
  }
}

extension PortConnections {
  /// Whether a port is named that something is to be connected to.
  fileprivate var areNamed: Bool {
    [capture, playback, midiCapture, midiPlayback].contains { $0?.isEmpty == false }
  }
}
