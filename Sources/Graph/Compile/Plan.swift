// Control side.
import Synchronization

/// A graph made ready to be run once per period.
///
/// Compiled once and not changed after that, but for what the cycle counts. It owns its buffers and
/// keeps the owners of its nodes; it must live until no period runs it any more.
@safe
public final class Plan: @unchecked Sendable {
  let core: UnsafeMutablePointer<PlanCore>
  private let storage: PlanStorage
  let nodes: [GraphNode]

  /// How many steps can be ready together, as far as levels tell: more threads are of no use.
  public let width: Int
  /// How many steps are on the longest way from the beginning to the end.
  public let criticalPath: Int
  /// Channels captured.
  public let captureChannels: Int
  /// Channels played.
  public let playbackChannels: Int
  /// The most frames a step is ever given at once.
  public let maximumFrames: Int
  /// How many frames what is played comes after what was captured.
  public let latencyFrames: Int

  /// Compiles a graph; throws the first mistake in it.
  public init(compiling graph: GraphDescription) throws(GraphError) {
    let blueprint = try Blueprint(graph)
    nodes = graph.nodes
    width = blueprint.width
    criticalPath = blueprint.criticalPath
    captureChannels = graph.captureChannels
    playbackChannels = graph.playbackChannels
    maximumFrames = graph.maximumFrames
    latencyFrames = blueprint.latencyFrames
    storage = PlanStorage(frames: graph.maximumFrames)
    unsafe core = PlanCore.make(blueprint, graph: graph, storage: storage)
  }

  deinit {
    unsafe core.pointee.steps.deinitialize(count: core.pointee.stepCount)
    unsafe core.pointee.steps.deallocate()
    unsafe core.deinitialize(count: 1)
    unsafe core.deallocate()
  }

  /// The plan as the cycle sees it; valid as long as this plan.
  public var handle: PlanHandle { unsafe PlanHandle(core) }
}
