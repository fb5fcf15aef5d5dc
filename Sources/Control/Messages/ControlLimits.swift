/// What a message may be at most, so that no client can make the host large or slow.
public enum ControlLimits {
  /// The version of the protocol this program speaks.
  public static let version: Int64 = 1
  /// Bytes of a request's line without its end.
  public static let requestBytes = 64 << 10
  /// Bytes of an answer's or a notification's line without its end.
  public static let answerBytes = 4 << 20
  /// Lists and objects within each other.
  public static let depth = 16
  /// Edits of one transaction.
  public static let edits = 256
  /// Bytes of one text.
  public static let textBytes = 4096
  /// The longest ramp and fade.
  public static let seconds = 0.0...3600.0
}
