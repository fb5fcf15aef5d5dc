/// Something the matter with a session or task class file: where, and what, in one line.
public struct SessionProblem: Sendable, Hashable, CustomStringConvertible {
  /// Whether the file can be used all the same.
  public enum Severity: String, Sendable, Codable {
    case error
    case warning
  }

  /// What kind of mistake it is, for those that answer programs.
  enum Kind: Sendable {
    case unknownName, range, contradiction, other
  }

  /// Creates a problem.
  public init(
    file: String, mark: SourceMark, severity: Severity = .error, message: String
  ) {
    self.init(file: file, mark: mark, severity: severity, message: message, kind: .other)
  }

  init(
    file: String, mark: SourceMark, severity: Severity = .error, message: String, kind: Kind
  ) {
    self.kind = kind
    self.file = file
    self.mark = mark
    self.severity = severity
    self.message = message
  }

  /// The file, as it was named.
  public let file: String
  /// The place in it.
  public let mark: SourceMark
  /// Whether it stands in the way.
  public let severity: Severity
  /// What is the matter and what to do, in one line.
  public let message: String
  let kind: Kind

  /// The line, from 1.
  public var line: Int { mark.line }
  /// The column, from 1.
  public var column: Int { mark.column }

  /// `file:line:column: message`, as compilers print it.
  public var description: String {
    let prefix = severity == .warning ? "warning: " : ""
    return "\(file):\(line):\(column): \(prefix)\(message)"
  }
}

extension SessionProblem: Encodable {
  private enum CodingKeys: String, CodingKey {
    case file, line, column, severity, message
  }

  /// Encodes one flat object.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(file, forKey: .file)
    try container.encode(line, forKey: .line)
    try container.encode(column, forKey: .column)
    try container.encode(severity, forKey: .severity)
    try container.encode(message, forKey: .message)
  }
}

/// Everything the matter with a file, in the order of its lines.
public struct SessionProblems: Error, Sendable, Equatable, CustomStringConvertible {
  /// Creates a sorted list; what is said twice about one place is kept once.
  public init(_ problems: [SessionProblem]) {
    var seen = Set<SessionProblem>()
    self.problems =
      problems.filter { seen.insert($0).inserted }
      .sorted { ($0.mark, $0.message) < ($1.mark, $1.message) }
  }

  /// The problems, sorted by line and column.
  public let problems: [SessionProblem]

  /// Those that stand in the way.
  public var errors: [SessionProblem] { problems.filter { $0.severity == .error } }
  /// Those that do not.
  public var warnings: [SessionProblem] { problems.filter { $0.severity == .warning } }

  /// One problem a line.
  public var description: String {
    problems.map(\.description).joined(separator: "\n")
  }
}

/// Collects the problems of one file while it is read.
final class ProblemLog {
  let file: String
  private(set) var problems: [SessionProblem] = []

  init(file: String) { self.file = file }

  func error(_ mark: SourceMark, _ message: String, _ kind: SessionProblem.Kind = .other) {
    problems.append(SessionProblem(file: file, mark: mark, message: message, kind: kind))
  }

  func add(_ problem: SessionProblem) { problems.append(problem) }

  func warning(_ mark: SourceMark, _ message: String) {
    problems.append(SessionProblem(file: file, mark: mark, severity: .warning, message: message))
  }
}
