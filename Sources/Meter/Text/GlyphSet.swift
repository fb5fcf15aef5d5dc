import CNcurses
import Glibc

/// The characters a terminal can show.
public enum GlyphSet: Sendable, CaseIterable {
  /// Only ASCII.
  case ascii
  /// What the Linux console's font has: half and full blocks.
  case console
  /// All of Unicode.
  case full

  /// What the environment says: `LC_ALL`, `LC_CTYPE` or `LANG` about the character set, `TERM` about
  /// the console.
  ///
  /// Takes the character set over for the whole process, as `setlocale(LC_CTYPE, "")` does.
  ///
  /// - Thread: control.
  public static func ofEnvironment() -> GlyphSet {
    guard nc_use_environment_charset() else { return .ascii }
    return getenv("TERM").map { String(cString: $0) } == "linux" ? .console : .full
  }
}
