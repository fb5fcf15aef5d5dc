import Synchronization

/// What one thread performs without a pause: some steps, one after the other.
///
/// Two to a pair of cache lines, so that what one thread counts down disturbs few others.
@safe
struct RunItem: ~Copyable {
  /// The steps' places among the core's.
  let steps: UnsafeMutablePointer<Int32>
  let stepCount: Int
  /// The items that wait for it, the most urgent first.
  let successors: UnsafeMutablePointer<Int32>
  let successorCount: Int
  let predecessorCount: Int
  /// Predecessors that have not finished in this run.
  let open: Atomic<Int>
  private let padding: InlineArray<2, Int> = .init(repeating: 0)

  /// Counts a predecessor as finished; true when it was the last.
  ///
  /// The count begins anew at once, so that nothing has to be prepared for the next run: nobody
  /// looks at it before this item has finished too.
  @_noLocks
  borrowing func closeOne() -> Bool {
    // An only predecessor needs no count; what it wrote is handed on with the item.
    if predecessorCount == 1 { return true }
    // What every predecessor wrote is released here and acquired by the one who comes last.
    let left = open.wrappingSubtract(1, ordering: .acquiringAndReleasing).newValue
    guard left == 0 else { return false }
    open.store(predecessorCount, ordering: .relaxed)
    return true
  }

  /// Begins the count anew after a run that was left unfinished.
  @_noLocks
  borrowing func reset() { open.store(predecessorCount, ordering: .relaxed) }
}
