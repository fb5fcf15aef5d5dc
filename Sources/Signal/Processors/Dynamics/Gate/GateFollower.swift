/// Whether a gate is open, and how far.
struct GateFollower: BitwiseCopyable {
  private var isOpen = false
  /// Frames it stays open for.
  private var held = 0
  /// From 0, shut, to 1.
  private var opening: Float = 0

  @_noLocks
  init() {}

  /// Turns levels into gains.
  @_noLocks
  mutating func follow(
    _ levels: UnsafeMutablePointer<Float>, _ settings: GateSettings, floor: LinearRamp, frames: Int
  ) {
    for frame in 0..<frames {
      decide(unsafe levels[frame], settings)
      move(settings)
      let floor = floor.gain(at: frame)
      // Exact at both ends.
      unsafe levels[frame] = opening == 1 ? 1 : floor + (1 - floor) * opening
    }
  }

  @_noLocks
  private mutating func decide(_ level: Float, _ settings: GateSettings) {
    if level >= settings.openLevel || (isOpen && level >= settings.closeLevel) {
      isOpen = true
      held = settings.holdFrames
    } else if held > 0 {
      held -= 1
    } else {
      isOpen = false
    }
  }

  @_noLocks
  private mutating func move(_ settings: GateSettings) {
    if isOpen {
      let next = opening + settings.openStep
      opening = next < 1 ? next : 1
    } else {
      let next = opening - settings.closeStep
      opening = next > 0 ? next : 0
    }
  }
}
