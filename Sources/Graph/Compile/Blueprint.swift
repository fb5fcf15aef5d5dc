// Control side.

/// What a graph becomes before it has memory: steps, and which buffer each reads and writes.
///
/// Indices only, so that it can be looked at and compared. Buffer 0 is silence, which nobody
/// writes. Every other buffer may hold one sound after the other in a period.
struct Blueprint {
  /// One of the buffers summed for an input.
  struct Source: Equatable {
    let buffer: Int
    /// The connection it comes from, by its place in the graph.
    let connection: Int
    /// How much it is delayed.
    let delayFrames: Int
    let fade: GraphConnection.Fade

    /// Whether its samples are summed as they are.
    var isPlain: Bool { delayFrames == 0 && fade == .none }
  }

  /// What a step reads at one port: `buffer`, after `sources` were summed to it.
  ///
  /// An input with one plain source reads the source's own buffer, and has no sources here.
  struct Input: Equatable {
    let sources: [Source]
    let buffer: Int
  }

  /// Which part of its node's work a step does.
  enum Role: Equatable {
    /// All of it.
    case node
    /// A feedback node's inputs are kept for later; the step has no outputs.
    case feedbackInput
    /// A feedback node's outputs play what was kept; the step has no inputs.
    case feedbackOutput
  }

  /// One call of a node in each period.
  ///
  /// A feedback node has two, which call the same function with the same context: one has only
  /// inputs, one only outputs.
  struct Step: Equatable {
    let node: Int
    let role: Role
    /// All sources are summed before the node is called.
    let inputs: [Input]
    let outputs: [Int]
    /// The steps it waits for, by their place; not those that they wait for themselves.
    let predecessors: [Int]
    /// The steps that wait for it, likewise.
    let successors: [Int]
  }

  /// In an order in which they can be performed one after the other.
  let steps: [Step]
  let bufferCount: Int
  /// The buffer of each captured channel.
  let capture: [Int]
  /// What is summed for each played channel.
  let playback: [[Source]]
  /// How much each MIDI connection is delayed.
  let midiDelayFrames: [Int]
  /// How many steps can be ready together, as far as levels tell.
  let width: Int
  /// How many steps are on the longest way.
  let criticalPath: Int
  /// How many frames what is played comes after what was captured.
  let latencyFrames: Int
}
