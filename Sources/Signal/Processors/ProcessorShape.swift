// Control side.

/// What a processor looks like from outside: known before one is made, so that a session can be
/// checked without.
public struct ProcessorShape: Sendable, Equatable {
  /// Creates a shape.
  public init(inputs: [String], outputs: [String], parameters: [ProcessorParameter] = []) {
    self.inputs = inputs
    self.outputs = outputs
    self.parameters = parameters
  }

  /// `channels` channels in, as many out: `in_1`, `in_2` and so on, `out_1`, `out_2` and so on.
  public init(channels: Int, parameters: [ProcessorParameter] = []) {
    self.init(
      inputs: portNames("in", count: channels), outputs: portNames("out", count: channels),
      parameters: parameters)
  }

  /// The names of its input ports, in the order of a block's inputs.
  public let inputs: [String]
  /// The names of its output ports, in the order of a block's outputs.
  public let outputs: [String]
  /// What can be set.
  public let parameters: [ProcessorParameter]
}

/// Port names with their numbers, from 1.
func portNames(_ prefix: String, count: Int) -> [String] {
  (0..<count).map { "\(prefix)_\($0 + 1)" }
}
