import ArgumentParser
import Convolution
import Host

/// `tactus check`: reads a session and says everything that is the matter with it.
struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Check a session without playing it.",
    discussion: "Ends with 65 when the session is wrong, 69 when only plugins are missing.")

  @Argument(help: "The session file.", completion: .file(extensions: ["yaml", "yml"]))
  var session: String

  @OptionGroup var report: ReportOptions

  func run() throws {
    let loader = SessionLoader(
      catalogues: Catalogues.installed.all, taskClasses: try TaskClassFile.table(),
      transforms: FourierTransforms.preferred)
    let examination = loader.examine(path: session)
    let found = CheckReport(path: session, examination: examination)
    if report.json || found.isUsable {
      try Console.standard.show(found, asJSON: report.json)
    } else {
      Console.standard.complain(found.text(columns: nil))
    }
    guard !found.isUsable else { return }
    let code: HostError.Code = examination.lacksOnlyPlugins ? .unavailable : .badSession
    throw ExitCode(code.rawValue)
  }
}

/// What was found in a session.
struct CheckReport: Report {
  struct Problem: Encodable {
    let file: String
    let line: Int
    let column: Int
    let severity: SessionProblem.Severity
    let message: String
  }

  let path: String
  let isUsable: Bool
  let nodes: Int
  let connections: Int
  let problems: [Problem]
  private let lines: [String]

  init(path: String, examination: SessionLoader.Examination) {
    self.path = path
    isUsable = examination.session != nil
    nodes = examination.session?.nodes.count ?? 0
    connections = examination.session?.connections.count ?? 0
    lines = examination.problems.problems.map(\.description)
    problems = examination.problems.problems.map {
      Problem(
        file: $0.file, line: $0.line, column: $0.column, severity: $0.severity,
        message: $0.message)
    }
  }

  private enum CodingKeys: CodingKey {
    case path, isUsable, nodes, connections, problems
  }

  func text(columns: Int?) -> String {
    let summary =
      "\(path): \(String.count(nodes, "node")), \(String.count(connections, "connection")), "
      + "ready to play"
    return (lines + (isUsable ? [summary] : [])).joined(separator: "\n")
  }
}
