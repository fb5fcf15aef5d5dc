// Control side.

/// How a driver's connections differ from those it makes itself: what others have done.
public struct JACKPatch: Sendable, Codable, Equatable {
  /// One of the driver's ports, and one of another client's it is connected to.
  public struct Connection: Sendable, Codable, Hashable, Comparable {
    /// Creates a connection.
    public init(port: String, peer: String) {
      self.port = port
      self.peer = peer
    }
    /// The driver's port, without the client's name.
    public var port: String
    /// The other's full name.
    public var peer: String

    /// By the driver's port, then by the other's.
    public static func < (one: Connection, other: Connection) -> Bool {
      (one.port, one.peer) < (other.port, other.peer)
    }
  }

  /// Creates a patch, by default one without differences.
  public init(made: Set<Connection> = [], removed: Set<Connection> = []) {
    self.made = made
    self.removed = removed
  }

  /// Connections others have made.
  public var made: Set<Connection>
  /// Connections of the driver's own that others have taken away.
  public var removed: Set<Connection>
}
