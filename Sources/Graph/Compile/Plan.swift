// Control side.
import Realtime

/// A graph made ready to be run once per period.
///
/// Compiled once and not changed after that, but for how its steps are shared among threads, and
/// what the cycle counts. It owns its buffers and keeps the owners of its nodes; it must live until
/// no period runs it any more.
@safe
public final class Plan: Sendable {
  let memory: PlanMemory
  let blueprint: Blueprint
  let lines: DelayLines
  let midiLines: MIDILines
  let reviser = PriorityLock(Reviser())
  let given = PriorityLock(PlanSharing(.serial))

  /// How many steps can be ready together, as far as levels tell: more threads are of no use.
  public var width: Int { blueprint.width }
  /// How many steps are on the longest way from the beginning to the end.
  public var criticalPath: Int { blueprint.criticalPath }
  /// How many frames what is played comes after what was captured.
  public var latencyFrames: Int { blueprint.latencyFrames }
  /// Channels captured.
  public let captureChannels: Int
  /// Channels played.
  public let playbackChannels: Int
  /// The most frames a step is ever given at once.
  public let maximumFrames: Int

  /// Compiles a graph; throws the first mistake in it.
  ///
  /// The delay lines of connections that `previous` has too, between the same ports of nodes with
  /// the same state and of the same length, are taken over with the sound in them; only one of the
  /// two plans may be run from then on. Connections that fade follow `fade`, from the plan's first
  /// period on; without one they have come, or gone, at once.
  public convenience init(
    compiling graph: GraphDescription, keeping previous: Plan? = nil, fade: PlanFade? = nil
  ) throws(GraphError) {
    self.init(graph, try Blueprint(graph), keeping: previous, fade: fade)
  }

  private init(
    _ graph: GraphDescription, _ blueprint: Blueprint, keeping previous: Plan?, fade: PlanFade?
  ) {
    RetiredPlans.sweep()
    Deadlines.prepare
    self.blueprint = blueprint
    captureChannels = graph.captureChannels
    playbackChannels = graph.playbackChannels
    maximumFrames = graph.maximumFrames
    var lines = DelayLines(keeping: previous?.lines)
    let connected = lines.connect(blueprint, in: graph)
    self.lines = lines
    let midiLines = MIDILines(
      graph, delayFrames: blueprint.midiDelayFrames, keeping: previous?.midiLines)
    self.midiLines = midiLines
    let storage = PlanStorage(frames: graph.maximumFrames)
    let cores = unsafe (
      PlanCore.make(
        blueprint, graph: graph, lines: connected, midiLines: midiLines, storage: storage),
      PlanCore.make(
        blueprint, graph: graph, lines: connected, midiLines: midiLines, storage: storage)
    )
    memory = unsafe PlanMemory(
      head: PlanHead.make(
        cores, maximumFrames: graph.maximumFrames, fade: fade,
        latencyFrames: blueprint.latencyFrames,
        tails: PlaybackTails(blueprint, graph: graph, core: cores.0, storage: storage)),
      nodes: graph.nodes, storage: storage, lines: lines, midiLines: midiLines)
    begin()
  }

  deinit { RetiredPlans.retire(memory) }

  /// The plan as the cycle sees it; valid as long as this plan.
  public var handle: PlanHandle { unsafe PlanHandle(memory.head) }

  /// Whether its fade is over; see `PlanHandle.fadeIsDone`.
  ///
  /// Thread: any.
  public var fadeIsDone: Bool { handle.fadeIsDone }
}
