import CRealtime

/// What a plugin was told of the transport, so that it is told only what has changed.
///
/// Thread: cycle.
struct PositionTeller: BitwiseCopyable {
  private let rate: Double
  private var told: MusicalPosition?
  /// Where the plugin takes the transport for at its next frame.
  private var expected: UInt64 = 0

  @_noLocks
  init(rate: Double) { self.rate = rate }

  /// The position to tell at the first of `frames` frames that begin `offset` frames after the
  /// period; nil when the plugin knows it.
  @_noLocks
  mutating func news(
    of transport: UnsafePointer<rt_transport>?, offset: Int, frames: Int
  ) -> MusicalPosition? {
    guard let position = position(of: transport, after: offset) else { return nil }
    defer { expected = position.frame &+ UInt64(position.isRolling ? frames : 0) }
    if let told, !position.isNews(after: told, expected: expected) { return nil }
    told = position
    return position
  }

  /// Has the plugin told everything again.
  mutating func forget() { told = nil }

  /// A transport that has gone stands still where it was.
  @_noLocks
  private func position(
    of transport: UnsafePointer<rt_transport>?, after offset: Int
  ) -> MusicalPosition? {
    if let transport {
      return MusicalPosition(transport.pointee, after: offset, rate: rate)
    }
    return told?.stopped(at: expected)
  }
}
