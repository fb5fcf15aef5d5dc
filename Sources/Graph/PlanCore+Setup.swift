// Prepares plans for the cycle; never runs in it.
import Synchronization

extension PlanCore {
  /// Lays out a graph's steps, each at its place in the order, and connects them.
  static func make(
    _ graph: GraphDescription, order: GraphOrder, places: [Int], storage: PlanStorage
  ) -> UnsafeMutablePointer<PlanCore> {
    let core = UnsafeMutablePointer<PlanCore>.allocate(capacity: 1)
    let steps = UnsafeMutablePointer<Step>.allocate(capacity: max(1, graph.nodes.count))
    let buffers = PlanBuffers(graph, storage: storage)
    for (place, index) in order.order.enumerated() {
      let successors = unsafe order.successors[index].map { unsafe steps + places[$0] }
      unsafe (steps + place).initialize(
        to: Step(
          graph.nodes[index], at: index, address: steps + place, plan: core,
          predecessorCount: order.predecessors[index].count, successors: successors,
          buffers: buffers, storage: storage))
    }
    let initial = unsafe order.order.filter { order.predecessors[$0].isEmpty }
      .map { unsafe steps + places[$0] }
    unsafe core.initialize(
      to: PlanCore(
        graph, width: order.width, steps: steps, initial: initial, buffers: buffers,
        storage: storage))
    return unsafe core
  }

  private init(
    _ graph: GraphDescription, width: Int, steps: UnsafeMutablePointer<Step>,
    initial: [UnsafeMutablePointer<Step>], buffers: PlanBuffers, storage: PlanStorage
  ) {
    let playback = (0..<graph.playbackChannels).map { buffers.mixPoint(of: .playback($0)) }
    unsafe self.steps = unsafe steps
    stepCount = graph.nodes.count
    unsafe self.initial = unsafe storage.makeTable(initial)
    unsafe initialCount = initial.count
    unsafe capture = storage.makeTable(buffers.capture)
    captureCount = graph.captureChannels
    unsafe self.playback = storage.makeTable(playback)
    playbackCount = graph.playbackChannels
    maximumFrames = graph.maximumFrames
    self.width = width
    frames = 0
    frameTime = 0
    queue = nil
  }
}
