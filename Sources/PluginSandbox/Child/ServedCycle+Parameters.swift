import Plugins
import Synchronization

extension ServedCycle {
  /// Sends parameters where the host wants them from this block on.
  @_noLocks
  mutating func takeParameters() {
    let posts = memory.posts.pointee.load(ordering: .acquiring)
    let hasPosts = posts != seenPosts
    seenPosts = posts
    guard !isLoading.load(ordering: .acquiring) else { return }
    for place in 0..<seenValues.count {
      if hasPosts { takePost(place) }
      let value = memory.parameters[place].value
      if value.bitPattern != seenValues[place].bitPattern {
        seenValues[place] = value
        set(place, value, isJump: true)
      }
    }
  }

  @_noLocks
  private borrowing func takePost(_ place: Int) {
    let word = memory.parameters[place].posted.load(ordering: .acquiring)
    guard word & SandboxParameter.isPosted != 0 else { return }
    let value = Float(bitPattern: UInt32(truncatingIfNeeded: word))
    // Before the post is taken: a child that comes after a crash finds one or the other.
    seenValues[place] = value
    memory.parameters[place].value = value
    _ = memory.parameters[place].posted.compareExchange(
      expected: word, desired: 0, ordering: .acquiringAndReleasing)
    set(place, value, isJump: word & SandboxParameter.isJump != 0)
  }

  // The instance is known by its protocol only, and by symbols. A look-up by name allocates nothing,
  // and a parameter changes seldom.
  @_semantics("no_performance_analysis") @inline(never)
  private borrowing func set(_ place: Int, _ value: Float, isJump: Bool) {
    if isJump {
      instance.jump(symbols[place], to: value)
    } else {
      instance.glide(symbols[place], to: value)
    }
  }
}
