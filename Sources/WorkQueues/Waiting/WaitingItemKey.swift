/// Names a waiting item, so that it can be cancelled.
public struct WaitingItemKey: Sendable, Hashable, BitwiseCopyable {
  let slot: UInt32
  let generation: UInt64

  @_noLocks
  init(slot: UInt32, generation: UInt64) {
    self.slot = slot
    self.generation = generation
  }

  /// The key another key's `rawValue` came from.
  ///
  /// Any other number names nothing. Thread: any.
  @_noLocks
  public init(rawValue: UInt64) {
    slot = UInt32(rawValue & 0xFFFF)
    generation = rawValue >> 16
  }

  /// The key as a number: never 0, and below 2 to the power of 56.
  ///
  /// Thread: any.
  public var rawValue: UInt64 { @_noLocks get { generation << 16 | UInt64(slot) } }
}
