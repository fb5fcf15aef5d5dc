/// Something about a plugin that a user would want to know.
public struct CheckFinding: Sendable, Codable, Equatable {
  /// What kind of thing it is.
  public enum Kind: String, Sendable, Codable {
    /// Samples that are no numbers.
    case notANumber
    /// Samples that are infinite.
    case infinity
    /// Samples too small for normal arithmetic, which is slow.
    case denormals
    /// Samples far above full level.
    case runaway
    /// It wrote where it has no business.
    case overrun
    /// The latency it tells is not the one it has.
    case latency
    /// Memory that is not given back.
    case leak
    /// Descriptors that are not closed.
    case descriptors
    /// Threads that do not end.
    case threads
    /// A state that does not come back as it was.
    case state
    /// It cannot keep up with periods of 64 frames.
    case slow
    /// What it complained about itself.
    case message
  }

  /// Creates a finding; `text` is one line.
  public init(_ kind: Kind, in stage: CheckStage, _ text: String, isFailure: Bool = false) {
    self.kind = kind
    self.stage = stage
    self.text = text
    self.isFailure = isFailure
  }

  /// What kind of thing it is.
  public let kind: Kind
  /// Where it was found.
  public let stage: CheckStage
  /// What was found, in one line.
  public let text: String
  /// The same with where it was found; leaks say so themselves.
  public var summary: String { stage == .leaks ? text : "\(stage.rawValue): \(text)" }
  /// Whether the plugin cannot be used because of it.
  public let isFailure: Bool
}
