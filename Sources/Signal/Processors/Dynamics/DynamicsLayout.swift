/// Which inputs a dynamics processor listens to, and which channels it moves.
struct DynamicsLayout: BitwiseCopyable {
  let channels: Int
  /// Whether all channels get the same gain.
  let isLinked: Bool
  /// Whether it listens to inputs of their own.
  let hasSidechain: Bool

  @_noLocks
  init(channels: Int, isLinked: Bool, hasSidechain: Bool) {
    self.channels = channels
    self.isLinked = isLinked
    self.hasSidechain = hasSidechain
  }

  /// How many gains there are.
  var groupCount: Int { @_noLocks get { isLinked ? 1 : channels } }

  /// The channels that get a gain.
  @_noLocks
  func channels(of group: Int) -> Range<Int> {
    isLinked ? 0..<channels : group..<(group + 1)
  }

  /// The inputs that decide on it.
  @_noLocks
  func heard(by group: Int) -> Range<Int> {
    let own = channels(of: group)
    let offset = hasSidechain ? channels : 0
    return (own.lowerBound + offset)..<(own.upperBound + offset)
  }
}
