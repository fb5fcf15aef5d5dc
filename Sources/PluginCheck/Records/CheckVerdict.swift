/// What became of a plugin that was checked.
public enum CheckVerdict: String, Sendable, Codable, CaseIterable {
  /// Nothing was found.
  case ok
  /// It can be used; something was found all the same.
  case warnings
  /// It cannot be made, or does what no host can do anything with.
  case failed
  /// It needs what this host does not have.
  case refused
  /// It ended its process.
  case crashed
  /// It was still at it when its time was over.
  case didNotReturn

  /// As a user reads it.
  public var text: String { self == .didNotReturn ? "did not return" : rawValue }
}
