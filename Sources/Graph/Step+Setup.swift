// Prepares steps for the cycle; never runs in it.
import CRealtime

extension Step {
  /// Creates the step of a node.
  init(
    _ step: Blueprint.Step, of node: GraphNode, buffers: PlanBuffers, storage: PlanStorage,
    midi: UnsafeMutablePointer<StepMIDI>?
  ) {
    let inputs = unsafe step.inputs.map { unsafe Optional(UnsafePointer(buffers[$0.buffer])) }
    let outputs = unsafe step.outputs.map { unsafe Optional(buffers[$0]) }
    let mixes = buffers.mixes(of: step)
    unsafe process = unsafe node.front?.process ?? node.process
    unsafe context = unsafe node.front?.context ?? node.context
    let state = node.state(as: step.role)
    unsafe cell = state.cell
    unsafe block = unsafe rt_block(
      inputs: UnsafePointer(storage.makeTable(inputs)),
      outputs: UnsafePointer(storage.makeTable(outputs)),
      input_count: UInt32(inputs.count), output_count: UInt32(outputs.count),
      frames: 0, frame_time: 0, events: nil)
    unsafe self.mixes = storage.makeTable(mixes)
    mixCount = mixes.count
    let delay = step.inputs.flatMap(\.sources).map(\.delayFrames).max() ?? 0
    settleFrames = Int32(clamping: node.latencyFrames + delay)
    unsafe self.midi = unsafe midi
    let outputGuard = step.outputs.isEmpty ? nil : node.outputGuard
    limits = GuardLimits(outputGuard)
    unsafe lastSamples = outputGuard == nil ? nil : unsafe state.lastSamples(of: step.outputs.count)
  }
}
