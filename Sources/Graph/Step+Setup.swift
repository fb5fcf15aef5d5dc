// Prepares steps for the cycle; never runs in it.
import CRealtime
import Synchronization
import WorkQueues

extension Step {
  /// Creates the step of one node at `address`.
  init(
    _ node: GraphNode, at index: Int, address: UnsafeMutablePointer<Step>,
    plan: UnsafeMutablePointer<PlanCore>, predecessorCount: Int,
    successors: [UnsafeMutablePointer<Step>], buffers: PlanBuffers, storage: PlanStorage
  ) {
    let (inputs, mixes) = unsafe buffers.inputs(of: index, count: node.inputCount)
    unsafe process = node.process
    unsafe context = node.context
    unsafe item = WorkItem({ unsafe Executor.performItem($0) }, context: address)
    unsafe self.plan = unsafe plan
    unsafe block = unsafe rt_block(
      inputs: UnsafePointer(storage.makeTable(inputs)),
      outputs: UnsafePointer(storage.makeTable(buffers.outputs(of: index))),
      input_count: UInt32(node.inputCount), output_count: UInt32(node.outputCount),
      frames: 0, frame_time: 0)
    unsafe self.mixes = storage.makeTable(mixes)
    mixCount = mixes.count
    unsafe self.successors = unsafe storage.makeTable(successors)
    unsafe successorCount = successors.count
    self.predecessorCount = predecessorCount
    open = Atomic(predecessorCount)
    unsafe nextReady = nil
  }
}
