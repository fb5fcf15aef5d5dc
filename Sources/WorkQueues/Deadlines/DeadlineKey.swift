/// Names a deadline, so that it can be cancelled.
public struct DeadlineKey: Sendable, Hashable, BitwiseCopyable {
  let slot: UInt32
  let generation: UInt64

  @_noLocks
  init(slot: UInt32, generation: UInt64) {
    self.slot = slot
    self.generation = generation
  }
}
