// Prepares plans for the cycle; never runs in it.
import CRealtime
import Synchronization
import WorkQueues

extension PlanCore {
  /// Lays out a blueprint's steps beside each other, in their order.
  static func make(
    _ blueprint: Blueprint, graph: GraphDescription, lines: [Int: DelayLine], midiLines: MIDILines,
    storage: PlanStorage
  ) -> UnsafeMutablePointer<PlanCore> {
    let buffers = PlanBuffers(blueprint, lines: lines, storage: storage)
    // Some more, of zeros: each step looks at those after it to have them fetched.
    let byteCount = MemoryLayout<Step>.stride * (blueprint.steps.count + Step.foresight)
    let bytes = UnsafeMutableRawPointer.allocate(
      byteCount: byteCount, alignment: PlanStorage.alignment)
    unsafe bytes.initializeMemory(as: UInt8.self, repeating: 0, count: byteCount)
    let steps = unsafe bytes.bindMemory(to: Step.self, capacity: blueprint.steps.count)
    let midi = unsafe PlanMIDI(
      blueprint, graph: graph, lines: midiLines, storage: storage, steps: steps)
    for (place, step) in blueprint.steps.enumerated() {
      unsafe (steps + place).initialize(
        to: Step(
          step, of: graph.nodes[step.node], buffers: buffers, storage: storage,
          midi: step.role == .node ? midi.step(of: step.node) : nil))
    }
    let board = unsafe RunBoard.make()
    let core = UnsafeMutablePointer<PlanCore>.allocate(capacity: 1)
    unsafe core.initialize(
      to: PlanCore(
        blueprint, steps: steps, board: board, buffers: buffers, midi: midi, storage: storage))
    unsafe board.pointee.core = unsafe core
    return unsafe core
  }

  /// Frees a core whose board nobody knows any more.
  static func destroy(_ core: UnsafeMutablePointer<PlanCore>) {
    unsafe RunBoard.destroy(core.pointee.board)
    unsafe core.pointee.traces.deinitialize(count: core.pointee.stepCount)
    unsafe core.pointee.traces.deallocate()
    unsafe core.pointee.steps.deinitialize(count: core.pointee.stepCount)
    unsafe core.pointee.steps.deallocate()
    unsafe core.deinitialize(count: 1)
    unsafe core.deallocate()
  }

  private init(
    _ blueprint: Blueprint, steps: UnsafeMutablePointer<Step>,
    board: UnsafeMutablePointer<RunBoard>, buffers: PlanBuffers, midi: PlanMIDI,
    storage: PlanStorage
  ) {
    unsafe self.steps = unsafe steps
    stepCount = blueprint.steps.count
    unsafe self.board = unsafe board
    unsafe capture = unsafe storage.makeTable(blueprint.capture.map { unsafe buffers[$0] })
    captureCount = blueprint.capture.count
    unsafe playback = storage.makeTable(blueprint.playback.map { buffers.mixPoint(of: $0) })
    playbackCount = blueprint.playback.count
    let ports = midi.playback()
    unsafe midiPlayback = storage.makeTable(ports)
    midiPlaybackCount = ports.count
    unsafe traces = .allocate(capacity: stepCount)
    for place in 0..<stepCount { unsafe (traces + place).initialize(to: StepTrace()) }
  }
}
