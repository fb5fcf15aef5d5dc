// Control side.
import Signal

/// The owner of a feedback node's ring; its sound stays as long as this object.
@safe
final class FeedbackLine: @unchecked Sendable {
  let core: UnsafeMutablePointer<FeedbackCore>
  /// How many frames its output comes after its input.
  let maximumFrames: Int
  /// What belongs to the step that reads its inputs; the node's own state belongs to the other.
  let inputState = NodeState()

  init(channels: Int, maximumFrames: Int) {
    self.maximumFrames = maximumFrames
    let room = max(1, maximumFrames)
    let frames = max(1, channels) * 2 * room
    let rings = UnsafeMutablePointer<Float>.allocate(capacity: frames)
    unsafe Kernel.clear(rings, frames: frames)
    unsafe core = .allocate(capacity: 1)
    unsafe core.initialize(to: FeedbackCore(rings: rings, maximumFrames: room))
  }

  deinit {
    unsafe core.pointee.rings.deallocate()
    unsafe core.deallocate()
  }
}

extension GraphNode {
  /// Creates a feedback node: its outputs play what its inputs heard `maximumFrames` frames ago.
  ///
  /// The only kind of node that may be on a cycle. It has as many inputs as outputs; a graph with
  /// longer periods than `maximumFrames` refuses it. The sound on its way stays with this node:
  /// graphs that are to share it must have this very node, not another with the same state.
  public static func feedback(
    name: String, channels: Int, maximumFrames: Int, state: NodeState = NodeState()
  ) -> GraphNode {
    let line = FeedbackLine(channels: channels, maximumFrames: maximumFrames)
    return unsafe GraphNode(
      name: name, process: { unsafe FeedbackCore.process($0, $1) }, context: line.core,
      inputCount: channels, outputCount: channels, owner: line, state: state)
  }

  /// Whether it was made by `feedback(name:channels:maximumFrames:state:)`.
  public var isFeedback: Bool { feedbackLine != nil }

  var feedbackLine: FeedbackLine? { owner as? FeedbackLine }

  /// What a step of this node keeps from plan to plan.
  func state(as role: Blueprint.Role) -> NodeState {
    guard case .feedbackInput = role, let line = feedbackLine else { return state }
    return line.inputState
  }
}
