/// A device of which only the clock is there: when its periods come, and when its thread wakes.
struct SimulatedDevice {
  let rate: Double
  let periodFrames: Int
  /// How far the clock is off, in parts per million, at a time in seconds.
  var partsPerMillion: @Sendable (Double) -> Double = { _ in 0 }
  /// What wake-ups are late at most, but for a few, in seconds.
  var jitter = 0.000_2
  /// The present period's time, in seconds.
  var seconds: Double
  /// When the device's thread has woken for it.
  var wakeSeconds = 0.0

  init(
    rate: Int, periodFrames: Int, partsPerMillion: Double = 0, beginSeconds: Double = 1
  ) {
    self.rate = Double(rate)
    self.periodFrames = periodFrames
    self.partsPerMillion = { _ in partsPerMillion }
    seconds = beginSeconds
    wakeSeconds = beginSeconds
  }

  /// Seconds from one frame to the next at the moment.
  var frameSeconds: Double { 1 / (rate * (1 + partsPerMillion(seconds) * 1e-6)) }

  /// Goes on to the next period.
  mutating func advance(using generator: inout SplitMix) {
    seconds += Double(periodFrames) * frameSeconds
    var late = generator.unit() * jitter
    // One wake-up in a thousand is late by as much as a busy machine makes it.
    if generator.unit() < 0.001 { late += generator.unit() * 0.004 }
    wakeSeconds = max(wakeSeconds, seconds + late)
  }
}

/// A small generator of random numbers, the same on every machine.
struct SplitMix {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// From 0 to below 1.
  mutating func unit() -> Double { Double(next() >> 11) * 0x1p-53 }
}
