internal import Foundation
public import WorkQueues

/// Reads session files.
///
/// Every problem is found in one pass, and nothing is started. Thread: control.
public enum SessionFile {
  /// As much of a session as could be understood, and what could not.
  public struct Reading: Sendable {
    /// The session; what had a problem is at its default or left out.
    public var session: Session
    /// What is the matter with the file itself.
    public var problems: SessionProblems
  }

  /// Reads a session and connects its nodes; reports the problems of both steps together.
  ///
  /// `shapeOf` tells a plugin's ports and parameters; it is asked once for each plugin node.
  public static func load(
    path: String, textPath: String? = nil, taskClasses: TaskClassTable = .builtIn,
    shapeOf: (SessionNode, SessionPlugin) -> Result<NodeShape, NodeShapeError>
  ) throws(SessionProblems) -> ResolvedSession {
    let log = ProblemLog(file: path)
    guard let document = SessionDocument(path: path, textPath: textPath, log: log) else {
      throw SessionProblems(log.problems)
    }
    return try resolve(document, taskClasses: taskClasses, shapeOf: shapeOf)
  }

  /// The same for a session that was read before, and may have been edited since.
  static func resolve(
    _ document: SessionDocument, taskClasses: TaskClassTable,
    shapeOf: (SessionNode, SessionPlugin) -> Result<NodeShape, NodeShapeError>
  ) throws(SessionProblems) -> ResolvedSession {
    let reading = read(document, taskClasses: taskClasses)
    let resolution = SessionResolver.resolve(reading.session, shapeOf: shapeOf)
    let problems = SessionProblems(reading.problems.problems + resolution.problems.problems)
    guard problems.errors.isEmpty else { throw problems }
    var resolved = resolution.session
    resolved.warnings = problems.warnings
    resolved.document = document
    return resolved
  }

  /// Reads a session without asking what its plugins are like.
  public static func read(
    path: String, textPath: String? = nil, taskClasses: TaskClassTable = .builtIn
  ) -> Reading {
    let log = ProblemLog(file: path)
    guard let document = SessionDocument(path: path, textPath: textPath, log: log) else {
      return Reading(
        session: Session(path: path, name: defaultName(path: path)),
        problems: SessionProblems(log.problems))
    }
    return read(document, taskClasses: taskClasses)
  }

  private static func read(
    _ document: SessionDocument, taskClasses: TaskClassTable
  ) -> Reading {
    let path = document.path
    let log = ProblemLog(file: path)
    for problem in document.readingProblems { log.add(problem) }
    var session = Session(path: path, name: defaultName(path: path))
    SessionReader(log: log, path: path, taskClasses: taskClasses)
      .read(document.root, into: &session)
    return Reading(session: session, problems: SessionProblems(log.problems))
  }

  private static func defaultName(path: String) -> String {
    URL(fileURLWithPath: path).deletingPathExtension().lastPathComponent
  }
}

/// Turns the values of a session file into a session; each part is in a file of its own.
struct SessionReader {
  let log: ProblemLog
  let path: String
  let taskClasses: TaskClassTable

  func read(_ root: YAMLValue, into session: inout Session) {
    guard !root.isNothing else {
      return log.error(.start, "the session is empty: it needs `nodes:` and a `chain:`")
    }
    guard var file = YAMLSection(root, place: "the session", log: log) else {
      session.hasNamelessNodes = true
      return
    }
    if let name = file.text("name")?.text { session.name = name }
    session.device = device(file.section("device"))
    session.queue = queue(file.section("queue"))
    session.fades = fades(file.section("fades"))
    session.isMuted = file.flag("muted") ?? false
    session.runawayDecibels =
      file.number("runaway", in: 12...200, unit: "dB") ?? session.runawayDecibels
    readNodes(&file, into: &session)
    let problemsBefore = log.problems.count
    session.chains = chains(file.entry("chain")?.value)
    session.connections = connections(&file)
    session.hasUnreadConnections = log.problems.count > problemsBefore
    session.controls = controls(&file)
    session.snapshots = snapshots(&file)
    file.finish()
    let isEmpty = !file.has("nodes") && !file.has("chain") && !file.has("connections")
    if isEmpty { log.error(file.mark, "the session has no `nodes:`, `chain:` or `connections:`") }
  }

  /// A path as the session's reader means it: relative to the session file.
  func resolvedPath(_ text: String) -> String {
    guard !text.hasPrefix("/") else { return text }
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent()
    return folder.appendingPathComponent(text).standardizedFileURL.path
  }
}
