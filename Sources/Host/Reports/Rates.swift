/// Turns counters that only grow into rates since the last look.
struct Rates {
  private var last: [String: Double] = [:]
  private var seconds = 0.0

  /// Begins a look, `seconds` after the one before.
  mutating func begin(after seconds: Double) { self.seconds = seconds }

  /// What `value` grew by since the last look, whatever the time between.
  mutating func growth(_ key: String, _ value: Double) -> Double {
    defer { last[key] = value }
    guard let before = last[key] else { return 0 }
    return max(0, value - before)
  }

  /// What `value` grew by per second since the last look.
  mutating func perSecond(_ key: String, _ value: Double) -> Double {
    let growth = growth(key, value)
    return seconds > 0 ? growth / seconds : 0
  }
}
