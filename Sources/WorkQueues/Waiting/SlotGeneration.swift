/// Counts how often a slot was used, in the 40 bits a key has for it; 0 is left out.
enum SlotGeneration {
  @_noLocks
  static func after(_ generation: UInt64) -> UInt64 {
    let next = (generation + 1) & (1 << 40 - 1)
    return next == 0 ? 1 : next
  }
}
