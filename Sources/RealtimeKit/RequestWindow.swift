/// Counts requests, so that the service never has to refuse one for coming too fast.
struct RequestWindow {
  /// What RealtimeKit allows a user.
  static let limit = 25
  static let windowNanoseconds: Int64 = 20_000_000_000

  private var times: [Int64] = []
  private var isFullUntil: Int64 = .min

  /// Whether one more request may be made; it counts as made then.
  mutating func take(now: Int64) -> Bool {
    times.removeAll { now - $0 >= Self.windowNanoseconds }
    guard now >= isFullUntil, times.count < Self.limit else { return false }
    times.append(now)
    return true
  }

  /// The service says it is busy, with requests of the user's other programs as well.
  mutating func close(now: Int64) { isFullUntil = now + Self.windowNanoseconds }
}
