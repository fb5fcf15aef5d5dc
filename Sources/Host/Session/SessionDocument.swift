/// What a session file says, as a tree that can be edited and written again.
///
/// Editing changes nothing of what plays: a document is resolved, and then played, as a whole.
public struct SessionDocument: Sendable, Equatable {
  /// The file it came from, as it was named; paths in it are relative to that file.
  public var path: String
  /// What it says.
  var root: YAMLValue
  /// What it was read from: what was not edited is written as it stands there.
  let text: String
  let original: YAMLValue
  /// What was the matter with the text that does not keep the rest from being understood.
  let readingProblems: [SessionProblem]

  /// Whether they say the same of the same file.
  public static func == (left: SessionDocument, right: SessionDocument) -> Bool {
    left.path == right.path && left.root == right.root
  }

  /// Reads a file, or a copy of it at `textPath`; nil, and a problem, when that is no YAML.
  init?(path: String, textPath: String? = nil, log: ProblemLog) {
    guard let text = YAMLFile.text(path: textPath ?? path, log: log) else { return nil }
    self.init(path: path, text: text, log: log)
  }

  /// Understands a text; nil, and a problem, when it is no YAML.
  init?(path: String, text: String, log: ProblemLog) {
    guard let root = YAMLDocument.parse(text, log: log) else {
      if log.problems.isEmpty {
        log.error(.start, "the session is empty: it needs `nodes:` and a `chain:`")
      }
      return nil
    }
    self.path = path
    self.root = root
    self.text = text
    original = root
    readingProblems = log.problems
  }

  /// Whether it says anything else than what it was read from.
  var isEdited: Bool { root != original }
}
