import Foundation

/// Durations for people.
enum DurationText {
  /// Such as `12 us` or `3.1 ms`.
  static func of(_ nanoseconds: Int64) -> String {
    nanoseconds < 1_000_000
      ? "\((nanoseconds + 500) / 1_000) us"
      : String(format: "%.1f ms", Double(nanoseconds) / 1e6)
  }
}
