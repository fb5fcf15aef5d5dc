/// One turn of work beside the cycle, in slices: none waits until another has done all of its own.
struct BackgroundRound {
  /// How many slices what fills a whole buffer is cut into.
  static let slices = 8

  /// Serves all that have more to do one after the other, until none has.
  ///
  /// `serve` does a slice and returns whether there is more. Work that grows as fast as it is done
  /// is left for the next turn.
  static func perform(_ work: [BackgroundWork], _ serve: (BackgroundWork) -> Bool) {
    var left = work
    for _ in 0...slices where !left.isEmpty { left = left.filter(serve) }
  }
}
