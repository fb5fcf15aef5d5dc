import Synchronization

/// The values of a processor's parameters, posted from anywhere and taken up by the cycle at the
/// beginning of a block.
@safe
struct PostedValues: ~Copyable, @unchecked Sendable {
  let words: UnsafeMutablePointer<Atomic<UInt32>>
  let count: Int
  /// Counts the posts: a cycle that has seen this number has seen every value.
  let generation = Atomic<UInt32>(1)

  deinit {
    unsafe words.deinitialize(count: count)
    unsafe words.deallocate()
  }

  /// Posts a value; it counts from the next block on.
  ///
  /// Thread: any.
  @_noLocks
  borrowing func post(_ value: Float, at index: Int) {
    unsafe words[index].store(value.bitPattern, ordering: .relaxed)
    generation.wrappingAdd(1, ordering: .releasing)
  }

  /// The value posted last.
  ///
  /// Thread: any.
  @_noLocks
  borrowing func value(_ index: Int) -> Float {
    unsafe Float(bitPattern: words[index].load(ordering: .relaxed))
  }

  /// The number of the choice posted last.
  ///
  /// Thread: any.
  @_noLocks
  borrowing func choice(_ index: Int) -> Int { Int(value(index)) }

  /// Whether there may be values that were posted since `seen`, which is brought up to date; so it
  /// is for a `seen` of 0.
  ///
  /// Thread: cycle.
  @_noLocks
  borrowing func areNew(since seen: inout UInt32) -> Bool {
    let now = generation.load(ordering: .acquiring)
    defer { seen = now }
    return now != seen
  }
}
