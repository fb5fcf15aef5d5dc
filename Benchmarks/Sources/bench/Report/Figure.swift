import Foundation

extension Double {
  /// Three significant digits, and no exponent.
  var figure: String {
    guard isFinite else { return "-" }
    if self == 0 || abs(self) >= 100 { return String(format: "%.0f", self) }
    if abs(self) >= 10 { return String(format: "%.1f", self) }
    return String(format: abs(self) >= 1 ? "%.2f" : "%.3f", self)
  }

  /// As few digits as say it.
  var plain: String { String(format: "%g", self) }

  /// One digit after the point.
  var formatted1: String { String(format: "%.1f", self) }
}
