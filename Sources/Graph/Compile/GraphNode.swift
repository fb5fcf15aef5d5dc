// Control side.
public import CRealtime
public import Signal

/// One node of a graph: a processor or a plugin, and how many ports it has.
///
/// What is the same in two graphs, and keeps its state when one takes the other's place, has the
/// same `state` object.
@safe
public struct GraphNode: @unchecked Sendable {
  /// Creates a node.
  ///
  /// `context` must be valid as long as `owner`, which each plan with this node keeps. With
  /// `canRunInPlace`, an output may be the same memory as the input of the same place.
  public init(
    name: String, process: @escaping rt_process, context: UnsafeMutableRawPointer?,
    inputCount: Int, outputCount: Int, owner: AnyObject? = nil, latencyFrames: Int = 0,
    canRunInPlace: Bool = false, state: NodeState = NodeState()
  ) {
    self.name = name
    unsafe self.process = unsafe process
    unsafe self.context = unsafe context
    self.inputCount = inputCount
    self.outputCount = outputCount
    self.owner = owner
    self.latencyFrames = latencyFrames
    self.canRunInPlace = canRunInPlace
    self.state = state
  }

  /// What stands before a node: is called for its blocks, and calls the node.
  @safe
  public struct Front: @unchecked Sendable {
    /// Creates a front; `context` must be valid as long as `owner`, which each plan keeps.
    public init(
      process: @escaping rt_process, context: UnsafeMutableRawPointer, owner: AnyObject
    ) {
      unsafe self.process = unsafe process
      unsafe self.context = unsafe context
      self.owner = owner
    }

    let process: rt_process
    let context: UnsafeMutableRawPointer
    let owner: AnyObject
  }

  /// Creates the node of a built-in processor, which each plan with this node keeps.
  public init(name: String, processor: any Processor, state: NodeState = NodeState()) {
    unsafe self.init(
      name: name, process: processor.process, context: processor.context,
      inputCount: processor.inputs.count, outputCount: processor.outputs.count, owner: processor,
      latencyFrames: processor.latencyFrames, canRunInPlace: processor.canRunInPlace, state: state)
    restart = { processor.restart() }
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
  /// How many frames its outputs come after its inputs.
  public var latencyFrames: Int
  /// Whether an output may be the same memory as the input of the same place.
  public let canRunInPlace: Bool
  /// Whether it is handed the MIDI that leads to it, and none of the device's by itself.
  public var takesMIDI = false
  /// How many MIDI outputs it has: `rt_events.midi_playback` of its blocks.
  public var midiOutputCount = 0
  /// What is called in its place, if anything; may differ from plan to plan.
  public var front: Front?
  /// Brings it back to where it was when it was made, as it comes back after it was in no plan.
  ///
  /// Thread: control, while no cycle calls it.
  public var restart: (@Sendable () -> Void)?
  /// What its outputs are looked at for after each block; nil for a node that is trusted.
  public var outputGuard: OutputGuard?
  /// What it keeps from plan to plan; its identity.
  public let state: NodeState
}
