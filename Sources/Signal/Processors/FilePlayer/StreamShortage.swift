/// What a stream's cycle went by from one block on, because frames were missing.
///
/// With the same shortages a stream plays the same samples once more.
@safe
public struct StreamShortage: BitwiseCopyable, Equatable, Sendable {
  /// The stream's frame that the block began with.
  public var position: Int
  /// The first frame that was not there yet; nil where nothing is missing any more.
  public var written: Int?
  /// Whether it was known that no more would come.
  public var isComplete: Bool

  /// Creates a shortage, or with `written` nil the end of one.
  @_noLocks
  public init(position: Int, written: Int?, isComplete: Bool) {
    self.position = position
    self.written = written
    self.isComplete = isComplete
  }
}
