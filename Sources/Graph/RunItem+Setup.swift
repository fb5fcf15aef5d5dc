// Prepares items for the cycle; never runs in it.
import Synchronization

extension RunItem {
  init(
    steps: UnsafeMutablePointer<Int32>, stepCount: Int, successors: UnsafeMutablePointer<Int32>,
    successorCount: Int, predecessorCount: Int
  ) {
    unsafe self.steps = unsafe steps
    self.stepCount = stepCount
    unsafe self.successors = unsafe successors
    self.successorCount = successorCount
    self.predecessorCount = predecessorCount
    open = Atomic(predecessorCount)
  }
}
