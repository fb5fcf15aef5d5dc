import CRealtime

/// A level's highest peak, held for a while and then falling back.
struct PeakHold {
  static let holdSeconds = 1.5
  static let fallDecibelsPerSecond: Float = 20

  private(set) var value: Float = 0
  private var secondsHeld = 0.0

  /// Takes in the largest sample of the last `seconds`.
  mutating func update(peak: Float, seconds: Double) {
    guard peak < value else {
      value = peak
      secondsHeld = 0
      return
    }
    secondsHeld += seconds
    guard secondsHeld > Self.holdSeconds else { return }
    value = max(peak, value * Self.gain(decibels: -Self.fallDecibelsPerSecond * Float(seconds)))
  }

  private static func gain(decibels: Float) -> Float { rt_powf(10, decibels / 20) }
}
