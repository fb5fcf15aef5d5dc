/// Why loudness cannot be measured: one line for the user.
public struct LoudnessError: Error, Sendable, Equatable, CustomStringConvertible {
  /// What is the matter.
  public let description: String
}
