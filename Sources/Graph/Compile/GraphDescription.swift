// Control side.
public import CRealtime
public import Signal

/// What a plan is compiled from: nodes, and what is connected with what.
public struct GraphDescription: Sendable {
  /// Creates a description; `maximumFrames` is the most a step is ever given at once.
  public init(
    nodes: [GraphNode] = [], connections: [GraphConnection] = [], captureChannels: Int = 0,
    playbackChannels: Int = 0, maximumFrames: Int
  ) {
    self.nodes = nodes
    self.connections = connections
    self.captureChannels = captureChannels
    self.playbackChannels = playbackChannels
    self.maximumFrames = maximumFrames
  }

  /// The nodes, in the order of the session.
  public var nodes: [GraphNode]
  /// The connections, in the order in which they are summed.
  public var connections: [GraphConnection]
  /// Channels the device captures.
  public var captureChannels: Int
  /// Channels the device plays.
  public var playbackChannels: Int
  /// The most frames a step is ever given at once.
  public var maximumFrames: Int
}

/// One node of a graph: a processor or a plugin, and how many ports it has.
@safe
public struct GraphNode: @unchecked Sendable {
  /// Creates a node.
  ///
  /// `context` must be valid as long as `owner`, which each plan with this node keeps.
  public init(
    name: String, process: @escaping rt_process, context: UnsafeMutableRawPointer?,
    inputCount: Int, outputCount: Int, owner: AnyObject? = nil
  ) {
    self.name = name
    unsafe self.process = unsafe process
    unsafe self.context = unsafe context
    self.inputCount = inputCount
    self.outputCount = outputCount
    self.owner = owner
  }

  /// Creates the node of a built-in processor, which each plan with this node keeps.
  public init(name: String, processor: any Processor) {
    unsafe self.init(
      name: name, process: processor.process, context: processor.context,
      inputCount: processor.inputs.count, outputCount: processor.outputs.count, owner: processor)
  }

  /// What the session calls it.
  public let name: String
  /// Its work for one block.
  public let process: rt_process
  /// What `process` is called with.
  public let context: UnsafeMutableRawPointer?
  /// How many input ports it has.
  public let inputCount: Int
  /// How many output ports it has.
  public let outputCount: Int
  /// Keeps `context` valid.
  public let owner: AnyObject?
}

/// One end of a connection; ports and channels count from 0.
public enum GraphEndpoint: Sendable, Hashable {
  /// A port of the node in this place of `GraphDescription.nodes`.
  case node(Int, port: Int)
  /// A channel the device captures.
  case capture(Int)
  /// A channel the device plays.
  case playback(Int)
}

/// Sound going from an output to an input.
public struct GraphConnection: Sendable, Hashable {
  /// Creates a connection.
  public init(from source: GraphEndpoint, to destination: GraphEndpoint) {
    self.source = source
    self.destination = destination
  }

  /// A node's output port, or a captured channel.
  public let source: GraphEndpoint
  /// A node's input port, or a played channel.
  public let destination: GraphEndpoint
}
