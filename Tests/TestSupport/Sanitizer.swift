import CTestSupport

/// The sanitizer this build is under, if any.
public enum Sanitizer {
  /// Whether the ThreadSanitizer or the AddressSanitizer is built in.
  public static var isPresent: Bool { !malloc_counter_is_available() }

  /// Whether that is the ThreadSanitizer.
  public static var findsRaces: Bool { thread_sanitizer_is_present() }

  /// A count of random cases, or a tenth of it under a sanitizer.
  ///
  /// There a case takes ten times as long, and all of them run without one anyway; what a sanitizer
  /// looks for shows in few.
  public static func count(_ cases: Int) -> Int { isPresent ? max(1, cases / 10) : cases }
}
