// Prepares plans for the cycle; never runs in it.
import Synchronization

extension PlanCore {
  /// Lays out a blueprint's steps, each at its place, and connects them.
  static func make(
    _ blueprint: Blueprint, graph: GraphDescription, storage: PlanStorage
  ) -> UnsafeMutablePointer<PlanCore> {
    let core = UnsafeMutablePointer<PlanCore>.allocate(capacity: 1)
    let steps = UnsafeMutablePointer<Step>.allocate(capacity: max(1, blueprint.steps.count))
    let buffers = PlanBuffers(blueprint, storage: storage)
    for (place, step) in blueprint.steps.enumerated() {
      unsafe (steps + place).initialize(
        to: Step(
          step, of: graph.nodes[step.node], address: steps + place,
          successors: step.successors.map { unsafe steps + $0 }, plan: core, buffers: buffers,
          storage: storage))
    }
    unsafe core.initialize(
      to: PlanCore(
        blueprint, maximumFrames: graph.maximumFrames, steps: steps, buffers: buffers,
        storage: storage))
    return unsafe core
  }

  private init(
    _ blueprint: Blueprint, maximumFrames: Int, steps: UnsafeMutablePointer<Step>,
    buffers: PlanBuffers, storage: PlanStorage
  ) {
    let initial = unsafe blueprint.steps.indices
      .filter { blueprint.steps[$0].predecessors.isEmpty }
      .map { unsafe steps + $0 }
    unsafe self.steps = unsafe steps
    stepCount = blueprint.steps.count
    unsafe self.initial = unsafe storage.makeTable(initial)
    unsafe initialCount = initial.count
    unsafe capture = unsafe storage.makeTable(blueprint.capture.map { unsafe buffers[$0] })
    captureCount = blueprint.capture.count
    unsafe playback = storage.makeTable(blueprint.playback.map { buffers.mixPoint(of: $0) })
    playbackCount = blueprint.playback.count
    self.maximumFrames = maximumFrames
    width = blueprint.width
    frames = 0
    frameTime = 0
    queue = nil
  }
}
