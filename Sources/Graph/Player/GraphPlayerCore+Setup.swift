// Prepares players for the cycle; never runs in it.
import Synchronization

extension GraphPlayerCore {
  /// A player that begins with a plan.
  init(_ first: UnsafeMutablePointer<PlayedPlanCore>) {
    current = unsafe first.pointee.plan
    taken = unsafe Atomic(first.pointee.number)
  }
}
