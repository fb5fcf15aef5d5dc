/// What a key does to a recording that plays.
enum PlaybackStep: Sendable, Equatable {
  case togglePause
  case move(seconds: Int64)
  case toStart
  case toEnd
  /// To the next cause, or for less than 0 to the one before.
  case cause(Int)
  case faster
  case slower

  init?(_ input: MeterInput) {
    switch input {
    case .character(" "): self = .togglePause
    case .left: self = .move(seconds: -1)
    case .right: self = .move(seconds: 1)
    case .farLeft, .character("<"): self = .move(seconds: -10)
    case .farRight, .character(">"): self = .move(seconds: 10)
    case .character("["): self = .cause(-1)
    case .character("]"): self = .cause(1)
    case .character("+"), .character("="): self = .faster
    case .character("-"): self = .slower
    case .home: self = .toStart
    case .end: self = .toEnd
    default: return nil
    }
  }
}

/// Where a recording is.
struct PlaybackStatus: Sendable, Equatable {
  var positionNanoseconds: Int64
  var durationNanoseconds: Int64
  var speed: Double
  var isPaused: Bool
}
