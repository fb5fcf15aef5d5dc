internal import Foundation
public import WorkQueues

/// Reads and finds task class files.
///
/// Every problem of a file is found in one pass. Thread: control.
public enum TaskClassFile {
  /// Reads a task class file.
  public static func load(path: String) throws(SessionProblems) -> TaskClassTable {
    let log = ProblemLog(file: path)
    let table = YAMLFile.text(path: path, log: log)
      .flatMap { text in YAMLDocument.parse(text, log: log) }
      .flatMap { root in TaskClassReader(log: log).table(root) }
    if let table, log.problems.isEmpty { return table }
    if log.problems.isEmpty { log.error(.start, "the file is empty: it needs `classes:`") }
    throw SessionProblems(log.problems)
  }

  /// The file to read, nil for the built-in table.
  ///
  /// In order: `explicit`, `$TACTUS_TASK_CLASSES`, `tactus/task-classes.yaml` under
  /// `$XDG_CONFIG_HOME` (or `~/.config`), `/etc/tactus/task-classes.yaml`. The first two are taken
  /// whether they exist or not, so that a misspelt path is noticed. `environment` nil is
  /// the process's own.
  public static func locate(
    explicit: String? = nil,
    environment: [String: String]? = nil
  ) -> String? {
    let environment = environment ?? ProcessInfo.processInfo.environment
    if let explicit { return explicit }
    if let named = environment["TACTUS_TASK_CLASSES"], !named.isEmpty { return named }
    return candidates(environment).first { FileManager.default.fileExists(atPath: $0) }
  }

  /// The table `locate` leads to.
  public static func table(
    explicit: String? = nil,
    environment: [String: String]? = nil
  ) throws(SessionProblems) -> TaskClassTable {
    guard let path = locate(explicit: explicit, environment: environment) else { return .builtIn }
    return try load(path: path)
  }

  private static func candidates(_ environment: [String: String]) -> [String] {
    var folders: [String] = []
    if let folder = environment["XDG_CONFIG_HOME"], folder.hasPrefix("/") {
      folders.append(folder)
    } else if let home = environment["HOME"], !home.isEmpty {
      folders.append("\(home)/.config")
    }
    return (folders + ["/etc"]).map { "\($0)/tactus/task-classes.yaml" }
  }
}
