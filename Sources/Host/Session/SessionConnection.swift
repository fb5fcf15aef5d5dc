/// Nodes that are connected one after the other.
public struct SessionChain: Sendable, Equatable {
  /// One place in a chain.
  public struct Member: Sendable, Equatable {
    /// The node's name, or `capture` or `playback`.
    public var name: String
    /// Where it stands in the file.
    public var mark: SourceMark
  }

  /// The nodes in order.
  public var members: [Member]
  /// Where the chain begins in the file.
  public var mark: SourceMark
}

/// One connection between two ports.
public struct SessionConnection: Sendable, Equatable {
  /// One end of a connection.
  public struct End: Sendable, Equatable {
    /// The node's name, or `capture` or `playback`.
    public var node: String
    /// The port's name.
    public var port: String
    /// Where it stands in the file.
    public var mark: SourceMark
  }

  /// The output it comes from.
  public var from: End
  /// The input it goes to.
  public var to: End
  /// Whether it is delayed to meet others at its end; nil for what its node says.
  public var compensates: Bool?
  /// Where it begins in the file.
  public var mark: SourceMark { min(from.mark, to.mark) }
}
