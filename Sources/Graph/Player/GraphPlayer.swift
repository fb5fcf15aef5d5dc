// Control side.
import Synchronization

/// Plays a graph, and lets it be edited while it plays.
///
/// The cycle runs the player's current plan, once per period, with the handle. An edit is a whole new
/// description: nodes it has in common with the one before, by their `state`, go on as they are.
/// Where samples would jump, old and new are cross-faded by a plan that has both. What is no longer
/// run is freed here, never by the cycle.
///
/// Thread: control, one at a time, for everything but the handle.
@safe
public final class GraphPlayer: @unchecked Sendable {
  /// What becomes of an edit that was begun.
  public enum Outcome: Sendable {
    /// Its graph plays, and nothing else.
    case finished
    /// A later edit took its place before it had begun, or another player was adopted.
    case superseded
  }

  struct Edit {
    let graph: GraphDescription
    let transition: GraphTransition
    let fadeFrames: Int
    /// The frame whose period takes its first plan; 0 for the next one.
    let frame: UInt64
    /// What is to be posted right before its first plan, by the number of that; 0 where it needs none.
    let companion: ((UInt64) -> Void)?
    let completion: ((Outcome) -> Void)?
  }

  /// Posts the next plan to the cycle by calling what it is given, at once or later; nil posts at
  /// once.
  public var poster: ((_ post: @escaping () -> Void) -> Void)?

  let core: UnsafeMutablePointer<GraphPlayerCore>
  /// How many frames a fade takes where an edit does not say.
  var fadeFrames: Int
  /// The plan the cycle took last, as far as is known.
  var playing: PlayedPlan
  /// The plan it is to take next.
  var posted: PlayedPlan?
  /// The plans that follow it in the edit under way.
  var upcoming: [PlayedPlan] = []
  /// Plans the cycle has left, in which a thread may still be.
  var retired: [PlayedPlan] = []
  /// The edit under way.
  var current: Edit?
  /// The edit to begin after it.
  var pending: Edit?
  /// The graph that plays, or that the edit under way leads to.
  var target: GraphDescription
  var targetLatencyFrames: Int
  var planCount: UInt64 = 1
  var counted = GraphPlayerStatistics()

  /// Compiles a graph to begin with; throws the first mistake in it.
  ///
  /// A fade takes `fadeFrames` frames: 480 are 10 ms at 48 kHz. Fades in a description are not looked
  /// at, here and in `replace`: they are the player's own.
  public init(playing graph: GraphDescription, fadeFrames: Int = 480) throws(GraphError) {
    let graph = graph.withoutFades
    playing = try PlayedPlan(graph, number: planCount)
    target = graph
    targetLatencyFrames = playing.plan.latencyFrames
    self.fadeFrames = max(0, fadeFrames)
    unsafe core = .allocate(capacity: 1)
    unsafe core.initialize(to: GraphPlayerCore(playing.core))
  }

  /// The cycle must have ended, or run another player, before this one goes.
  deinit {
    unsafe core.deinitialize(count: 1)
    unsafe core.deallocate()
  }

  /// The player as the cycle sees it; valid as long as this player.
  public var handle: GraphPlayerHandle { unsafe GraphPlayerHandle(core) }

  /// The graph that was asked for last: what plays once all edits are through.
  public var description: GraphDescription { pending?.graph ?? target }

  /// How many frames what is played comes after what was captured, once all edits are through.
  public var latencyFrames: Int { pending?.transition.latencyFrames ?? targetLatencyFrames }

  /// The plan the cycle took last, as far as is known: for its statistics and schedule.
  public var plan: Plan { playing.plan }

  /// Whether no edit is under way.
  public var isSettled: Bool { current == nil }
}
