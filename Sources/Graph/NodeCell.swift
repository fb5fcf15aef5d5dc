import Synchronization

/// What the cycle touches of a node beyond its own context; the same in every plan.
struct NodeCell: ~Copyable {
  let performed = Atomic<UInt64>(0)
  let totalNanoseconds = Atomic<Int64>(0)
  let maximumNanoseconds = Atomic<Int64>(0)

  @_noLocks
  borrowing func count(_ nanoseconds: Int64) {
    performed.wrappingAdd(1, ordering: .relaxed)
    totalNanoseconds.wrappingAdd(nanoseconds, ordering: .relaxed)
    maximumNanoseconds.max(nanoseconds, ordering: .relaxed)
  }
}
