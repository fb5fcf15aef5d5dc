// Control side.
import Synchronization

/// What a node keeps from plan to plan: its identity, what it counted, how long it takes.
@safe
public final class NodeState: @unchecked Sendable {
  let cell: UnsafeMutablePointer<NodeCell>
  /// What stands for the node while it is bypassed, once it was.
  let bypass = Mutex<BypassLine?>(nil)

  /// Creates the state of a node that never ran.
  public init() {
    let line = UnsafeMutableRawPointer.allocate(
      byteCount: MemoryLayout<NodeCell>.stride, alignment: 64)
    unsafe cell = line.bindMemory(to: NodeCell.self, capacity: 1)
    unsafe cell.initialize(to: NodeCell())
  }

  deinit {
    unsafe cell.deinitialize(count: 1)
    unsafe cell.deallocate()
  }

  /// How long the node takes nowadays, in nanoseconds; nil while nobody knows.
  ///
  /// Thread: any.
  public var costNanoseconds: Double? {
    let cost = unsafe cell.pointee.cost.load(ordering: .relaxed)
    return cost > 0 ? Double(cost) / 16 : nil
  }
}
