import Synchronization

extension RunBoard {
  /// Says that an item can be begun.
  @_noLocks
  borrowing func put(_ item: Int) {
    guard isWide else {
      ready.bitwiseOr(1 << UInt64(item), ordering: .sequentiallyConsistent)
      return
    }
    let bit = UInt64(1) << UInt64(item & 63)
    let before = unsafe words[item >> 6]
      .bitwiseOr(bit, ordering: .sequentiallyConsistent).oldValue
    if before == 0 {
      ready.bitwiseOr(1 << UInt64(item >> 6), ordering: .sequentiallyConsistent)
    }
  }

  /// Says that several of the first 64 items can be begun; only where the board is not wide.
  @_noLocks
  borrowing func put(all items: UInt64) {
    ready.bitwiseOr(items, ordering: .sequentiallyConsistent)
  }

  /// Takes the most urgent item; nil when there is none.
  @_noLocks
  borrowing func take() -> Int? {
    var bits = ready.load(ordering: .relaxed)
    while bits != 0 {
      let place = bits.trailingZeroBitCount
      if isWide {
        if let item = takeFromWord(place) { return item }
      } else {
        let bit = UInt64(1) << UInt64(place)
        let before = ready.bitwiseAnd(~bit, ordering: .acquiringAndReleasing).oldValue
        if before & bit != 0 { return place }
      }
      bits = ready.load(ordering: .relaxed)
    }
    return nil
  }

  @_noLocks
  private borrowing func takeFromWord(_ place: Int) -> Int? {
    var bits = unsafe words[place].load(ordering: .relaxed)
    while bits != 0 {
      let bit = bits & (~bits &+ 1)
      let before = unsafe words[place].bitwiseAnd(~bit, ordering: .acquiringAndReleasing).oldValue
      if before == bit { clearSummary(place) }
      if before & bit != 0 { return place << 6 | bit.trailingZeroBitCount }
      unsafe bits = words[place].load(ordering: .relaxed)
    }
    clearSummary(place)
    return nil
  }

  /// Says that a word is empty, unless something was put meanwhile: who put to an empty word set the
  /// bit perhaps before it is cleared here.
  @_noLocks
  private borrowing func clearSummary(_ place: Int) {
    let bit = UInt64(1) << UInt64(place)
    ready.bitwiseAnd(~bit, ordering: .sequentiallyConsistent)
    if unsafe words[place].load(ordering: .sequentiallyConsistent) != 0 {
      ready.bitwiseOr(bit, ordering: .sequentiallyConsistent)
    }
  }

  /// Items that are not done, as far as their threads have told.
  var leftCount: UInt32 {
    @_noLocks get { left.load(ordering: .acquiring) & ~Self.sleeping }
  }
}
