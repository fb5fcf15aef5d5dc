import Synchronization

/// A bit for each of a number of places, set by any thread and taken by one; a bit cannot be
/// refused.
@safe
struct ChangedBits: ~Copyable {
  let words: UnsafeMutablePointer<Atomic<UInt64>>
  let wordCount: Int

  deinit {
    unsafe words.deinitialize(count: wordCount)
    unsafe words.deallocate()
  }

  @_noLocks
  borrowing func set(_ place: UInt32) {
    unsafe words[Int(place) / 64].bitwiseOr(
      1 << UInt64(place % 64), ordering: .acquiringAndReleasing)
  }

  /// Takes all bits of one word.
  @_noLocks
  borrowing func take(_ word: Int) -> UInt64 {
    guard unsafe words[word].load(ordering: .relaxed) != 0 else { return 0 }
    return unsafe words[word].exchange(0, ordering: .acquiringAndReleasing)
  }
}
