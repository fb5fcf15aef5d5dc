// Control side.
import Synchronization

/// A plan of a player, the graph it was compiled from, and how the cycle sees it.
@safe
final class PlayedPlan: @unchecked Sendable {
  let plan: Plan
  let core: UnsafeMutablePointer<PlayedPlanCore>
  private let identities: Set<ObjectIdentifier>

  init(
    _ graph: GraphDescription, number: UInt64, after before: PlayedPlan? = nil,
    fade: PlanFade? = nil, frame: UInt64 = 0
  ) throws(GraphError) {
    plan = try Plan(compiling: graph, keeping: before?.plan, fade: fade)
    identities = Set(graph.nodes.map(\.identity))
    unsafe core = .allocate(capacity: 1)
    unsafe core.initialize(to: PlayedPlanCore(plan: plan.handle, number: number, frame: frame))
  }

  deinit { unsafe core.deallocate() }

  var number: UInt64 { unsafe core.pointee.number }

  func has(_ node: GraphNode) -> Bool { identities.contains(node.identity) }

  /// Whether anybody may still come to its memory, once the cycle has left it.
  var isOccupied: Bool { plan.memory.isKnown }

  /// Whether a thread may still be in one of its nodes, once the cycle has left it: it was there when
  /// a run was revoked.
  var hasLateThread: Bool {
    let head = unsafe plan.memory.head
    return (0..<2).contains { index in
      let board = unsafe head.pointee.cores[index].pointee.board
      return unsafe board.pointee.isRevoked.load(ordering: .acquiring)
        && board.pointee.inside.load(ordering: .acquiring) != 0
    }
  }
}
