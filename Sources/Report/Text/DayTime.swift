import Foundation

/// Moments by the clock on the wall.
struct DayTime {
  private let calendar: Calendar
  private let zone: TimeZone

  init(_ zone: TimeZone) {
    self.zone = zone
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = zone
    self.calendar = calendar
  }

  /// Such as `2026-11-21 20:50:27 UTC`.
  func moment(_ unixNanoseconds: Int64) -> String {
    let date = date(unixNanoseconds)
    let parts = calendar.dateComponents([.year, .month, .day], from: date)
    let day = String(
      format: "%04d-%02d-%02d", parts.year ?? 0, parts.month ?? 0, parts.day ?? 0)
    return "\(day) \(time(unixNanoseconds)) \(zone.abbreviation(for: date) ?? "")"
  }

  /// Such as `20:50:27`, with a fraction where `places` says so.
  func time(_ unixNanoseconds: Int64, places: Int = 0) -> String {
    let date = date(unixNanoseconds)
    let parts = calendar.dateComponents([.hour, .minute, .second], from: date)
    let text = String(
      format: "%02d:%02d:%02d", parts.hour ?? 0, parts.minute ?? 0, parts.second ?? 0)
    guard places > 0 else { return text }
    let fraction = ((unixNanoseconds % 1_000_000_000) + 1_000_000_000) % 1_000_000_000
    return text + "." + String(format: "%09d", fraction).prefix(places)
  }

  /// Such as `20:50`.
  func shortTime(_ unixNanoseconds: Int64) -> String { String(time(unixNanoseconds).prefix(5)) }

  /// Seconds that the clock on the wall is ahead of UTC.
  func offset(at unixNanoseconds: Int64) -> Int { zone.secondsFromGMT(for: date(unixNanoseconds)) }

  private func date(_ unixNanoseconds: Int64) -> Date {
    // To the second below, as clocks show it.
    let seconds = (Double(unixNanoseconds) / 1e9).rounded(.down)
    return Date(timeIntervalSince1970: min(max(seconds, -6e10), 2e11))
  }
}
