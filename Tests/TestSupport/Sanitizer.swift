import CTestSupport

/// The sanitizer this build is under, if any.
public enum Sanitizer {
  /// Whether the ThreadSanitizer or the AddressSanitizer is built in.
  public static var isPresent: Bool { !malloc_counter_is_available() }

  /// Whether that is the ThreadSanitizer.
  public static var findsRaces: Bool { thread_sanitizer_is_present() }
}
