/// What a driver's ports are connected to when it starts.
public enum JACKConnections: Sendable, Equatable {
  /// The physical ports, in order: the first card's inputs and outputs.
  case physical
  /// Nothing: the user, or a session of JACK's, connects them.
  case none
  /// These ports, in order: sources for `in_1` and on, destinations for `out_1` and on.
  case ports(capture: [String], playback: [String])
}
