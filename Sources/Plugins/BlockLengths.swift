/// How long the blocks have to be that a plugin is run with.
public enum BlockLengths: String, Sendable, Codable {
  /// Any length, and parts of a period too.
  case any
  /// Any length; parts of a period only make it work more.
  case whole
  /// The same length each time.
  case fixed
  /// The same length each time, a power of two.
  case powerOfTwo

  /// Whether a period may be cut into parts.
  public var mayBeCut: Bool { self == .any }

  /// Whether all have the same length.
  public var areFixed: Bool { self == .fixed || self == .powerOfTwo }
}
