/// Shortages of a stream that are met once more, each at its place.
@safe
struct ShortageScript {
  /// In the order of their positions.
  let shortages: UnsafeMutableBufferPointer<StreamShortage>
  /// The first that has not come yet; the cycle's own.
  private var next = 0

  @_noLocks
  init(_ shortages: UnsafeMutableBufferPointer<StreamShortage>) {
    unsafe self.shortages = shortages
  }

  /// The shortage at a place, which is not before the one asked for last; nil for none.
  ///
  /// Thread: cycle.
  @_noLocks
  mutating func shortage(at position: Int) -> StreamShortage? {
    while unsafe next < shortages.count, unsafe shortages[next].position <= position { next += 1 }
    guard next > 0, unsafe shortages[next - 1].written != nil else { return nil }
    return unsafe shortages[next - 1]
  }
}
