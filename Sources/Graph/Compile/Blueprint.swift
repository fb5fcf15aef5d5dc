// Control side.

/// What a graph becomes before it has memory: steps, and which buffer each reads and writes.
///
/// Indices only, so that it can be looked at and compared. Buffer 0 is silence, which nobody
/// writes.
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

  /// One call of a node in each period.
  struct Step: Equatable {
    let node: Int
    let inputs: [Input]
    let outputs: [Int]
    /// The steps it waits for, by their place.
    var predecessors: [Int] = []
    /// The steps that wait for it.
    var successors: [Int] = []
  }

  /// In an order in which they can be performed one after the other.
  let steps: [Step]
  let bufferCount: Int
  /// The buffer of each captured channel.
  let capture: [Int]
  /// What is summed for each played channel.
  let playback: [[Source]]
  /// How many steps can be ready together, as far as levels tell.
  let width: Int
  /// How many steps are on the longest way.
  let criticalPath: Int
  /// How many frames what is played comes after what was captured.
  let latencyFrames: Int
}
