import CPeers
import CRealtime
import Graph
import WorkQueues

/// A plan of ours, run by the calling thread and helpers of a queue.
final class PlanRunner: GraphRunner {
  /// Runs after which every node was timed, and those after which a trial of the schedule is over.
  private static let timedRuns = 24
  private static let trialRuns = 64

  let plan: Plan
  private let platform: WorkPlatform
  private let queue: WorkQueue
  private let nodes: GraphNodes
  private let workers: Int
  private let rise = UnsafeMutablePointer<HelperRise>.allocate(capacity: 1)
  private var period = rt_period()

  init(
    _ nodes: GraphNodes, policy: SchedulePolicy = .measured, workers: Int = 2,
    spinNanoseconds: Int64 = 0
  ) throws {
    self.nodes = nodes
    self.workers = workers
    platform = try WorkPlatform()
    queue = try platform.makeQueue(
      named: "graph", kind: .multithreaded(workers: max(1, workers - 1)),
      taskClass: TaskClassTable.builtIn["Pro Audio"], spinNanoseconds: spinNanoseconds)
    plan = try Plan(compiling: nodes.description)
    rise.initialize(to: HelperRise())
    period.frames = 64
    plan.revise(policy)
  }

  deinit {
    platform.shutdown()
    rise.deinitialize(count: 1)
    rise.deallocate()
  }

  /// Also what a host does when the sound of the period before is complete.
  func prepare(dueNanoseconds: Int64) {
    rise.pointee.prepare()
    period.due_nanoseconds = dueNanoseconds
  }

  /// Runs periods until it is decided how its nodes are shared among threads.
  func settle(_ pace: GraphPace) {
    for periods in [Self.timedRuns, Self.trialRuns] {
      pace.runAll(self, periods: periods)
      plan.revise()
    }
  }

  func run() {
    let ticket = Executor.begin(
      plan.handle, period: &period, queue: queue.handle, workers: workers, rising: &rise.pointee)
    Executor.perform(ticket)
    Executor.close(ticket, period: &period)
    period.frame_time += 64
  }
}

extension GraphNodes {
  /// The same nodes and edges as a graph of ours, each node with an output, and an input for each it
  /// waits for.
  var description: GraphDescription {
    let inputs = Dictionary(grouping: shape.edges, by: \.to)
    let connections = inputs.values.flatMap { edges in
      edges.enumerated().map { port, edge in
        GraphConnection(
          from: .node(Int(edge.from), port: 0), to: .node(Int(edge.to), port: port))
      }
    }
    return GraphDescription(
      nodes: (0..<shape.nodeCount).map { index in
        GraphNode(
          name: "\(index)", process: { peer_process($0, $1) }, context: nodes + index,
          inputCount: inputs[UInt32(index), default: []].count, outputCount: 1, owner: self)
      }, connections: connections, maximumFrames: 64)
  }
}
