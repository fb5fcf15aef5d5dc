// Control side.
import Realtime
import Synchronization

/// What a node keeps from plan to plan: its identity, what it counted, how long it takes.
@safe
public final class NodeState: @unchecked Sendable {
  let cell: UnsafeMutablePointer<NodeCell>
  /// What stands for the node while it is bypassed, once it was.
  let bypass = PriorityLock<BypassLine?>(nil)
  /// The last samples of more outputs than the cell has room for, once they were needed.
  private let moreSamples = PriorityLock<[SampleTable]>([])

  /// Creates the state of a node that never ran.
  public init() {
    let line = UnsafeMutableRawPointer.allocate(
      byteCount: (MemoryLayout<NodeCell>.stride + 63) & ~63, alignment: 64)
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

  /// Forgets that it was muted, and what was heard last; while it is in no plan.
  func forgetMute() {
    unsafe cell.pointee.lastSamples = InlineArray(repeating: 0)
    moreSamples.withLock { tables in tables.forEach { $0.clear() } }
    unsafe cell.pointee.badFrames.store(0, ordering: .relaxed)
    unsafe cell.pointee.rest.store(Rest.none, ordering: .relaxed)
    _ = unsafe cell.pointee.mending.compareExchange(
      expected: Mending.muted, desired: Mending.none, ordering: .relaxed)
  }

  /// Room for the last samples of so many outputs; the same for the same number.
  func lastSamples(of outputCount: Int) -> UnsafeMutablePointer<Float> {
    if outputCount > NodeCell.roomForOutputs {
      return unsafe moreSamples.withLock { tables in
        if let table = tables.first(where: { $0.count == outputCount }) {
          return unsafe table.samples
        }
        let table = SampleTable(count: outputCount)
        tables.append(table)
        return unsafe table.samples
      }
    }
    return unsafe withUnsafeMutablePointer(to: &cell.pointee.lastSamples) {
      unsafe UnsafeMutableRawPointer($0).assumingMemoryBound(to: Float.self)
    }
  }
}

/// One sample for each output.
@safe
private final class SampleTable: @unchecked Sendable {
  let samples: UnsafeMutablePointer<Float>
  let count: Int

  init(count: Int) {
    self.count = count
    unsafe samples = .allocate(capacity: count)
    unsafe samples.initialize(repeating: 0, count: count)
  }

  deinit { unsafe samples.deallocate() }

  func clear() { unsafe samples.update(repeating: 0, count: count) }
}
