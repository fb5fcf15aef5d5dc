// Control side.

/// What a driver's ports are called; those without a name have one with their number.
public struct PortNames: Sendable, Equatable {
  /// Creates names.
  public init(
    capture: [String] = [], playback: [String] = [], midiCapture: [String] = [],
    midiPlayback: [String] = []
  ) {
    self.capture = capture
    self.playback = playback
    self.midiCapture = midiCapture
    self.midiPlayback = midiPlayback
  }
  /// Names of ports that capture, in order; `in_1` and on for the rest.
  public var capture: [String]
  /// Names of ports that play, in order; `out_1` and on for the rest.
  public var playback: [String]
  /// Names of MIDI ports that capture, in order; `midi_in_1` and on for the rest.
  public var midiCapture: [String]
  /// Names of MIDI ports that play, in order; `midi_out_1` and on for the rest.
  public var midiPlayback: [String]

  /// What is the matter with the name of a port or a client, to be put after it; nil for nothing.
  ///
  /// Thread: any.
  public static func problem(with name: String) -> String? {
    if name.isEmpty { return "is empty" }
    if name.contains(":") { return "has a colon, which divides client from port" }
    if name.unicodeScalars.contains(where: { $0.value < 32 || $0.value == 127 }) {
      return "has a control character"
    }
    return nil
  }
}
