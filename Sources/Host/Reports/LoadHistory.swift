/// The load of the last seconds, a value for each thirtieth, however often it is looked at.
struct LoadHistory {
  static let length = 120

  /// Oldest first.
  private(set) var values: [Double] = []

  /// Adds the largest load since the look before, which was so many `seconds` ago.
  mutating func add(_ load: Double, seconds: Double) {
    let interval = Double(TelemetryPublisher.intervalNanoseconds) / 1e9
    let count = min(max(1, (seconds / interval).rounded()), Double(Self.length))
    values += repeatElement(load, count: Int(count))
    values.removeFirst(max(0, values.count - Self.length))
  }
}
