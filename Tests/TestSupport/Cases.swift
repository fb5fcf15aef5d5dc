import Foundation

/// How many cases a long test goes through.
public enum Cases {
  /// The share of the whole that is asked for, in percent: `TACTUS_CASES`, or all of it.
  public static let percent = min(max(asked ?? 100, 1), 100)
  private static let asked = ProcessInfo.processInfo.environment["TACTUS_CASES"].flatMap(Int.init)

  /// A count of cases, or the share of it that is asked for: a tenth at most under a sanitizer.
  ///
  /// There a case takes ten times as long, and all of them run without one anyway; what a sanitizer
  /// looks for shows in few.
  public static func count(_ whole: Int, atLeast least: Int = 1) -> Int {
    share(whole, Sanitizer.isPresent ? min(percent, 10) : percent, least)
  }

  /// A count of cases that the ThreadSanitizer is there for: under it no fewer than without.
  public static func racing(_ whole: Int, atLeast least: Int = 1) -> Int {
    Sanitizer.findsRaces ? share(whole, percent, least) : count(whole, atLeast: least)
  }

  private static func share(_ whole: Int, _ percent: Int, _ least: Int) -> Int {
    min(whole, max(least, whole * percent / 100))
  }
}
