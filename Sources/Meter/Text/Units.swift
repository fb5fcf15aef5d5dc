/// Numbers as people read them, never wider than eight cells.
struct Units {
  let glyphs: GlyphSet

  /// Nanoseconds as `812 ns`, `12.3 µs`, `1.23 ms`, `45.6 s` or `2.3 h`.
  func duration(nanoseconds: Double) -> String {
    guard nanoseconds.isFinite else { return "?" }
    let value = max(0, nanoseconds)
    return switch value {
    case ..<999.5: "\(Self.decimal(value, digits: 0)) ns"
    case ..<999.5e3: "\(Self.threeDigits(value / 1e3)) \(glyphs.micro)s"
    case ..<999.5e6: "\(Self.threeDigits(value / 1e6)) ms"
    case ..<999.5e9: "\(Self.threeDigits(value / 1e9)) s"
    case ..<3.6e15: "\(Self.threeDigits(value / 3.6e12)) h"
    default: ">999 h"
    }
  }

  /// A count or a rate as `7`, `950`, `1.53k`, `20.1M`.
  func count(_ count: Double) -> String {
    guard !count.isNaN else { return "?" }
    let value = max(0, count)
    return switch value {
    case ..<999.5: Self.decimal(value, digits: value < 9.95 && value != value.rounded() ? 1 : 0)
    case ..<999.5e3: Self.threeDigits(value / 1e3) + "k"
    case ..<999.5e6: Self.threeDigits(value / 1e6) + "M"
    case ..<999.5e9: Self.threeDigits(value / 1e9) + "G"
    case ..<999.5e12: Self.threeDigits(value / 1e12) + "T"
    default: ">999T"
    }
  }

  /// A count in four cells, as `7`, `950`, `1.5k`, `20k`.
  func shortCount(_ count: Int) -> String {
    let value = Double(max(0, count))
    return switch value {
    case ..<999.5: "\(max(0, count))"
    case ..<999.5e3: Self.decimal(value / 1e3, digits: value < 9.95e3 ? 1 : 0) + "k"
    case ..<999.5e6: Self.decimal(value / 1e6, digits: value < 9.95e6 ? 1 : 0) + "M"
    default: ">1G"
    }
  }

  /// A share as percent.
  func percent(_ share: Double, digits: Int = 0) -> String {
    guard !share.isNaN else { return "? %" }
    let value = max(0, share * 100)
    return value < 999.5 ? "\(Self.decimal(value, digits: value < 99.95 ? digits : 0)) %" : ">999 %"
  }

  /// A load as percent, with one digit behind the point while it is small.
  func load(_ share: Double) -> String { percent(share, digits: share < 0.0995 ? 1 : 0) }

  /// A part of the period as percent with three digits, two of them behind the point when small.
  func part(_ share: Double) -> String { percent(share, digits: share < 0.09995 ? 2 : 1) }

  /// A peak in decibels below full scale.
  func decibels(_ decibels: Double) -> String {
    if decibels.isNaN { return "NaN" }
    if decibels < -199 { return "-" + glyphs.infinity }
    if decibels > 199 { return decibels.isInfinite ? "+" + glyphs.infinity : ">199" }
    let text = Self.decimal(abs(decibels), digits: 1)
    if text == "0.0" { return text }
    return (decibels < 0 ? "-" : "+") + text
  }

  /// Frames per second as `48 kHz` or `44.1 kHz`.
  func rate(_ framesPerSecond: Int) -> String {
    guard framesPerSecond > 0 else { return "no rate" }
    guard framesPerSecond >= 1000 else { return "\(framesPerSecond) Hz" }
    return Self.trimmed(Self.decimal(Double(framesPerSecond) / 1000, digits: 3)) + " kHz"
  }

  /// Time since the start as `0:01:23` or `3d 04:05`.
  func uptime(nanoseconds: Int64) -> String {
    let seconds = max(0, nanoseconds) / 1_000_000_000
    let (hours, minutes) = (seconds / 3600, seconds / 60 % 60)
    guard hours >= 100 else {
      return "\(hours):\(Self.twoDigits(minutes)):\(Self.twoDigits(seconds % 60))"
    }
    let days = hours / 24
    return days < 100_000
      ? "\(days)d \(Self.twoDigits(hours % 24)):\(Self.twoDigits(minutes))" : "?"
  }
}

extension Units {
  /// A number that is not negative with a fixed count of digits behind the point.
  static func decimal(_ value: Double, digits: Int) -> String {
    let scale = [1, 10, 100, 1000][min(max(digits, 0), 3)]
    // Beyond this a Double holds no fractions and an Int may not hold the Double.
    let scaled = Int(min((value * Double(scale)).rounded(), 1e15))
    guard digits > 0 else { return "\(scaled)" }
    let fraction = "\(scaled % scale)"
    let zeros = String(repeating: "0", count: digits - fraction.count)
    return "\(scaled / scale).\(zeros)\(fraction)"
  }

  /// Three digits of a number below a thousand.
  private static func threeDigits(_ value: Double) -> String {
    decimal(value, digits: value < 9.995 ? 2 : value < 99.95 ? 1 : 0)
  }

  private static func twoDigits(_ value: Int64) -> String { value < 10 ? "0\(value)" : "\(value)" }

  /// Without zeros at the end.
  private static func trimmed(_ text: String) -> String {
    var result = Substring(text)
    while result.hasSuffix("0") { result.removeLast() }
    if result.hasSuffix(".") { result.removeLast() }
    return String(result)
  }
}
