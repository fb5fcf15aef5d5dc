// Control side.

/// Why a graph cannot be compiled.
public struct GraphError: Error, Sendable, Equatable, CustomStringConvertible {
  /// What kind of mistake it is.
  public enum Code: String, Sendable {
    /// Nodes wait for each other.
    case cycle
    /// A connection names a node that is not there.
    case unknownNode
    /// A connection names a port, or a channel of the device, that is not there.
    case unknownPort
    /// A connection begins where sound ends, or ends where it begins.
    case wrongDirection
    /// The same two ends are connected twice.
    case duplicateConnection
    /// The same node is there twice.
    case duplicateNode
    /// A node has the state of one that plays, but is another.
    case changedNode
    /// A count is negative or too large, or there is no room for a single frame.
    case invalidSize
  }

  init(_ code: Code, _ message: String, nodes: [String] = []) {
    self.code = code
    self.message = message
    self.nodes = nodes
  }

  /// Nodes that wait for each other, in the direction of the sound.
  init(cycle nodes: [GraphNode]) {
    let names = nodes.map(\.name)
    let way = (names + names.prefix(1)).joined(separator: " -> ")
    self.init(.cycle, "cycle: \(way); put a feedback node into it", nodes: names)
  }

  /// What kind of mistake it is.
  public let code: Code
  /// What is wrong, in one line.
  public let message: String
  /// The nodes it is about; for a cycle those on it, in order.
  public let nodes: [String]
  /// The message.
  public var description: String { message }
}
