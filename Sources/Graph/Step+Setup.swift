// Prepares steps for the cycle; never runs in it.
import CRealtime
import Synchronization
import WorkQueues

extension Step {
  /// Creates a step at `address`, the place of the blueprint's step among the plan's.
  init(
    _ step: Blueprint.Step, of node: GraphNode, address: UnsafeMutablePointer<Step>,
    successors: [UnsafeMutablePointer<Step>], plan: UnsafeMutablePointer<PlanCore>,
    buffers: PlanBuffers, storage: PlanStorage
  ) {
    let inputs = unsafe step.inputs.map { unsafe Optional(UnsafePointer(buffers[$0.buffer])) }
    let outputs = unsafe step.outputs.map { unsafe Optional(buffers[$0]) }
    let mixes = buffers.mixes(of: step)
    unsafe process = node.process
    unsafe context = node.context
    unsafe cell = node.state.cell
    unsafe item = WorkItem({ unsafe Executor.performItem($0) }, context: address)
    unsafe self.plan = unsafe plan
    unsafe block = unsafe rt_block(
      inputs: UnsafePointer(storage.makeTable(inputs)),
      outputs: UnsafePointer(storage.makeTable(outputs)),
      input_count: UInt32(node.inputCount), output_count: UInt32(node.outputCount),
      frames: 0, frame_time: 0)
    unsafe self.mixes = storage.makeTable(mixes)
    mixCount = mixes.count
    unsafe self.successors = unsafe storage.makeTable(successors)
    unsafe successorCount = successors.count
    predecessorCount = step.predecessors.count
    open = Atomic(predecessorCount)
    unsafe nextReady = nil
  }
}
