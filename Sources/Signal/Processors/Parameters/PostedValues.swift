import Synchronization

/// The values of a processor's parameters, posted from anywhere and taken up by the cycle at the
/// beginning of a block.
///
/// The processor and its core hold the same memory, so that who posts touches nothing of the core.
@safe
struct PostedValues: BitwiseCopyable, @unchecked Sendable {
  /// The number of posts, then the values as the bits of floats.
  let words: UnsafeMutablePointer<Atomic<UInt32>>
  let count: Int

  /// Posts a value; it counts from the next block on.
  ///
  /// Thread: any.
  @_noLocks
  func post(_ value: Float, at index: Int) {
    unsafe Self.post(value, at: index, in: words)
  }

  /// Posts a value, to what `words` points to.
  ///
  /// Thread: any.
  @_noLocks
  static func post(_ value: Float, at index: Int, in words: UnsafeMutableRawPointer) {
    let words = unsafe words.assumingMemoryBound(to: Atomic<UInt32>.self)
    unsafe words[1 + index].store(value.bitPattern, ordering: .relaxed)
    unsafe words[0].wrappingAdd(1, ordering: .releasing)
  }

  /// The value posted last.
  ///
  /// Thread: any.
  @_noLocks
  func value(_ index: Int) -> Float {
    unsafe Float(bitPattern: words[1 + index].load(ordering: .relaxed))
  }

  /// The number of the choice posted last.
  ///
  /// Thread: any.
  @_noLocks
  func choice(_ index: Int) -> Int { Int(value(index)) }

  /// Whether there may be values that were posted since `seen`, which is brought up to date; so it
  /// is for a `seen` of 0.
  ///
  /// Thread: cycle.
  @_noLocks
  func areNew(since seen: inout UInt32) -> Bool {
    let now = unsafe words[0].load(ordering: .acquiring)
    defer { seen = now }
    return now != seen
  }
}
