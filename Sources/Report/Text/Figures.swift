import Foundation

/// Figures as people read them.
enum Figures {
  /// Such as `61 µs`, `5.33 ms` or `1.2 s`: three digits that count.
  static func duration(_ nanoseconds: Double) -> String {
    let units: [(String, Double)] = [("s", 1e9), ("ms", 1e6), ("µs", 1e3)]
    let (unit, size) = units.first { abs(nanoseconds) >= $0.1 } ?? ("ns", 1)
    return "\(digits(nanoseconds / size)) \(unit)"
  }

  static func duration(_ nanoseconds: Int64) -> String { duration(Double(nanoseconds)) }

  /// Such as `0.42%`, `7.5%` or `31%`.
  static func percent(_ share: Double) -> String {
    guard share.isFinite else { return "–" }
    let percent = share * 100
    let places = abs(percent) >= 10 ? 0 : abs(percent) >= 1 ? 1 : 2
    return number(percent, places: places) + "%"
  }

  /// A level such as `−12.3 dB`; silence is `−∞ dB`.
  static func decibels(_ linear: Double) -> String {
    guard linear > 0 else { return "−∞ dB" }
    guard linear.isFinite else { return "not a number" }
    return number(20 * log10(linear), places: 1) + " dB"
  }

  /// A count with thin spaces between thousands.
  static func count(_ count: UInt64) -> String {
    let digits = String(count)
    return String(
      digits.enumerated().flatMap { place, digit in
        place > 0 && (digits.count - place) % 3 == 0 ? ["\u{202f}", digit] : [digit]
      })
  }

  static func count(_ count: Int) -> String { Self.count(UInt64(max(0, count))) }

  /// `1 xrun`, `2 xruns`.
  static func count(_ count: UInt64, _ one: String, _ many: String? = nil) -> String {
    "\(Self.count(count)) \(count == 1 ? one : many ?? one + "s")"
  }

  /// How long something went on, such as `42 s`, `12 min 5 s` or `8 h 12 min`.
  static func span(_ nanoseconds: Int64) -> String {
    let seconds = max(0, nanoseconds) / 1_000_000_000
    return switch seconds {
    case ..<10: number(Double(max(0, nanoseconds)) / 1e9, places: 1) + " s"
    case ..<60: "\(seconds) s"
    case ..<3600: "\(seconds / 60) min \(seconds % 60) s"
    default: "\(seconds / 3600) h \(seconds / 60 % 60) min"
    }
  }

  private static func digits(_ value: Double) -> String {
    let size = abs(value)
    return number(value, places: size >= 100 || value == 0 ? 0 : size >= 10 ? 1 : 2)
  }

  private static func number(_ value: Double, places: Int) -> String {
    let text = String(format: "%.\(places)f", value)
    return text.replacingOccurrences(of: "-", with: "−")
  }
}
