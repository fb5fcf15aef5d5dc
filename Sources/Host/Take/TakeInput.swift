import CRealtime

/// What a period of a take brought beside samples.
struct TakeInput: Codable, Equatable, Sendable {
  enum Content: Codable, Equatable, Sendable {
    /// From this period on there were that many MIDI ports; nil where the driver has no events.
    case ports(Int?)
    /// From this period on the transport stood still here, or was not there; one that rolls is noted
    /// for each period.
    case transport(TransportPlace?)
    /// A message, at its frame.
    case midi(port: Int, bytes: [UInt8])
  }

  /// Frames of the take before it.
  var frame: UInt64
  var content: Content
}

/// A transport as a driver told it.
struct TransportPlace: Codable, Equatable, Sendable {
  var isRolling: Bool
  var frame: UInt64
  var music: Music?

  /// Known with the tempo.
  struct Music: Codable, Equatable, Sendable {
    var beatsPerMinute: Double
    var beatsPerBar: Double
    var beatType: Double
    var bar: Int32
    var beat: Int32
    var beatFraction: Double
  }

  init(_ transport: rt_transport) {
    isRolling = transport.is_rolling
    frame = transport.frame
    guard transport.has_tempo else { return }
    music = Music(
      beatsPerMinute: transport.beats_per_minute, beatsPerBar: transport.beats_per_bar,
      beatType: transport.beat_type, bar: transport.bar, beat: transport.beat,
      beatFraction: transport.beat_fraction)
  }

  /// As a period has it.
  var transport: rt_transport {
    var transport = rt_transport()
    transport.is_rolling = isRolling
    transport.frame = frame
    guard let music else { return transport }
    transport.has_tempo = true
    transport.beats_per_minute = music.beatsPerMinute
    transport.beats_per_bar = music.beatsPerBar
    transport.beat_type = music.beatType
    transport.bar = music.bar
    transport.beat = music.beat
    transport.beat_fraction = music.beatFraction
    return transport
  }
}
