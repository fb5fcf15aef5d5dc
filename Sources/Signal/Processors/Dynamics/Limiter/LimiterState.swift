/// Where a limiter is in its rings, and between two look-aheads.
struct LimiterState: BitwiseCopyable {
  /// How a limiter gets from one look-ahead to another.
  struct Phase: BitwiseCopyable {
    private let number: Int

    @_noLocks
    private init(_ number: Int) { self.number = number }

    /// One lane is heard.
    static var steady: Phase { @_noLocks get { Phase(0) } }
    /// The other lane gets to know its look-ahead.
    static var preparing: Phase { @_noLocks get { Phase(1) } }
    /// The other lane is faded in.
    static var fading: Phase { @_noLocks get { Phase(2) } }

    @_noLocks
    static func == (left: Phase, right: Phase) -> Bool { left.number == right.number }

    @_noLocks
    static func != (left: Phase, right: Phase) -> Bool { left.number != right.number }
  }

  var place = 0
  /// The lane that is heard.
  var heard = 0
  var phase: Phase
  /// Frames of the fade that are done.
  var faded = 0

  @_noLocks
  init() { phase = .steady }

  /// Ends a fade.
  @_noLocks
  mutating func settle(on lane: Int) {
    heard = lane
    phase = .steady
    faded = 0
  }
}

/// What a limiter's parameters come to.
struct LimiterSettings: BitwiseCopyable {
  let ceiling: Float
  let lookaheadFrames: Int
  let release: Double

  @_noLocks
  init() {
    ceiling = 1
    lookaheadFrames = 0
    release = 1
  }

  @_noLocks
  init(_ values: PostedValues, rate: Double) {
    ceiling = Decibels.gain(values.value(0))
    lookaheadFrames = Self.frames(milliseconds: values.value(1), rate: rate)
    release = Follower.share(milliseconds: values.value(2), rate: rate)
  }

  /// A look-ahead in frames.
  @_noLocks
  static func frames(milliseconds: Float, rate: Double) -> Int {
    Int(Double(milliseconds) * rate / 1000 + 0.5)
  }
}
