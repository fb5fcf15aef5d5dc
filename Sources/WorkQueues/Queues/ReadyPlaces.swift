import Synchronization

/// The serial queues over a queue that have work of one priority, by their places.
///
/// A place that is inserted cannot be refused, so no accepted item is ever stranded.
struct ReadyPlaces: ~Copyable {
  /// How many places there are.
  static var count: Int { @_noLocks get { 64 * wordCount } }
  private static var wordCount: Int { @_noLocks get { 2 } }

  private let words: InlineArray<2, Atomic<UInt64>>
  /// The place behind the one that was taken last.
  private let next = Atomic<Int>(0)

  @_noLocks
  init() { words = [Atomic(0), Atomic(0)] }

  /// Whether there was none a moment ago.
  var isEmpty: Bool {
    @_noLocks
    get { words[0].load(ordering: .relaxed) | words[1].load(ordering: .relaxed) == 0 }
  }

  /// Whether there is none, in one order for everyone.
  @_noLocks
  borrowing func isEmptyInOrder() -> Bool {
    words[0].load(ordering: .sequentiallyConsistent)
      | words[1].load(ordering: .sequentiallyConsistent) == 0
  }

  @_noLocks
  borrowing func contains(_ place: Int) -> Bool {
    words[place / 64].load(ordering: .sequentiallyConsistent) & Self.bit(place) != 0
  }

  @_noLocks
  borrowing func insert(_ place: Int) {
    words[place / 64].bitwiseOr(Self.bit(place), ordering: .sequentiallyConsistent)
  }

  /// Takes a place out, each in its turn; nil when there is none.
  @_noLocks
  borrowing func take() -> Int? {
    let from = next.load(ordering: .relaxed)
    if let place = take(from / 64, behind: from % 64) { return place }
    // The first word once more, for the places before.
    for step in 1...Self.wordCount {
      if let place = take((from / 64 + step) % Self.wordCount, behind: 0) { return place }
    }
    return nil
  }

  @_noLocks
  private borrowing func take(_ word: Int, behind start: Int) -> Int? {
    while true {
      let bits = words[word].load(ordering: .acquiring) & (.max << UInt64(start))
      guard bits != 0 else { return nil }
      let place = word * 64 + bits.trailingZeroBitCount
      let bit = Self.bit(place)
      let before = words[word].bitwiseAnd(~bit, ordering: .sequentiallyConsistent).oldValue
      guard before & bit != 0 else { continue }
      next.store((place + 1) % Self.count, ordering: .relaxed)
      return place
    }
  }

  @_noLocks
  private static func bit(_ place: Int) -> UInt64 { 1 << UInt64(place % 64) }
}
