// Control side.

/// What one port is connected to.
public enum PortTarget: Sendable, Equatable {
  /// The first port that matches and that no port before it in the list has by the same pattern.
  case first(PortPattern)
  /// Every port that matches one of them.
  case every([PortPattern])

  /// What is looked for.
  public var patterns: [PortPattern] {
    switch self {
    case .first(let pattern): [pattern]
    case .every(let patterns): patterns
    }
  }
}

/// What a driver with named ports, such as JACK's, is called and what it connects itself to.
public struct PortConnections: Sendable, Equatable {
  /// Creates connections; nil means the physical ports, an empty list none.
  public init(capture: [PortTarget]? = nil, playback: [PortTarget]? = nil) {
    self.capture = capture
    self.playback = playback
  }

  /// The client's name; nil for the driver's choice.
  public var clientName: String?
  /// What the ports are called.
  public var names = PortNames()
  /// Ports that feed the capture ports, in order; the last goes on for those that are left when it
  /// is the first of a pattern.
  public var capture: [PortTarget]?
  /// Ports the playback ports feed, likewise.
  public var playback: [PortTarget]?
  /// Ports that feed the MIDI capture ports, likewise.
  public var midiCapture: [PortTarget]?
  /// Ports the MIDI playback ports feed, likewise.
  public var midiPlayback: [PortTarget]?
  /// Whether what others connect and disconnect is kept for the next time the program runs.
  public var areRemembered = false

  /// Nothing is connected.
  public static let none: PortConnections = {
    var none = PortConnections(capture: [], playback: [])
    none.midiCapture = []
    none.midiPlayback = []
    return none
  }()
}
