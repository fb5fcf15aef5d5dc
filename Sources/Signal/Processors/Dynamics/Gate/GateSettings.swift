/// What a gate's parameters come to.
struct GateSettings: BitwiseCopyable {
  /// The amplitude from which it opens.
  let openLevel: Float
  /// The amplitude below which it may close.
  let closeLevel: Float
  let holdFrames: Int
  /// How far it opens in a frame, of 1.
  let openStep: Float
  /// How far it closes in a frame, of 1.
  let closeStep: Float
  /// The gain when it is shut.
  let floor: Float

  @_noLocks
  init() {
    openLevel = 0
    closeLevel = 0
    holdFrames = 0
    openStep = 1
    closeStep = 1
    floor = 0
  }

  @_noLocks
  init(_ values: PostedValues, rate: Double) {
    openLevel = Decibels.gain(values.value(0))
    closeLevel = Decibels.gain(values.value(0) - values.value(1))
    holdFrames = Int(Double(values.value(2)) * rate / 1000 + 0.5)
    openStep = Self.step(values.value(3), rate)
    closeStep = Self.step(values.value(4), rate)
    floor = Decibels.gain(-values.value(5))
  }

  @_noLocks
  private static func step(_ milliseconds: Float, _ rate: Double) -> Float {
    let frames = Double(milliseconds) * rate / 1000
    return frames > 1 ? Float(1 / frames) : 1
  }
}
