import CLilv
import Foundation
import Plugins

/// What a Turtle file says about a state, read before lilv does: lilv prints what is wrong with one,
/// and goes on with the rest.
struct StateDescription {
  /// The plugins it says it is of.
  private(set) var plugins: [String] = []
  /// The files the plugin is going to open, by their absolute paths.
  private(set) var files: [String] = []

  /// Reads what the file at `path` says about `subject`, or about itself.
  init(of subject: String? = nil, in path: String) throws(PluginError) {
    if let problem = LV2Bundle.problem(inTurtle: path) {
      throw PluginError(.failed, problem.description)
    }
    let statements = Statements(path)
    let folder = (path as NSString).deletingLastPathComponent
    let own = statements.of(subject ?? URL(filePath: path).absoluteString)
    plugins = own.filter { $0.predicate == LV2URI.appliesTo }.map(\.object)
    for state in own where state.predicate == LV2URI.state {
      files += Self.paths(below: state.object, statements)
        .map { $0.hasPrefix("/") ? $0 : "\(folder)/\($0)" }
    }
  }

  /// Throws when it is no whole state of a plugin; `path` is the file it was read from.
  func check(isOf plugin: String, in path: String) throws(PluginError) {
    guard let first = plugins.first else {
      throw PluginError(.failed, "\(path) does not hold the state of a plugin")
    }
    guard plugins.contains(plugin) else {
      throw PluginError(.failed, "\(path) is a state of <\(first)>, not of <\(plugin)>")
    }
    try checkFiles(in: path)
  }

  /// Throws when a file it needs is not there.
  func checkFiles(in path: String) throws(PluginError) {
    if let missing = files.first(where: { !FileManager.default.fileExists(atPath: $0) }) {
      throw PluginError(.failed, "\(path) needs the file \(missing), which is not there")
    }
  }

  /// What a plugin takes for a path: a literal of that type, or a `file:` URI.
  private static func paths(below node: String, _ statements: Statements) -> [String] {
    var paths: [String] = []
    var seen: Set<String> = []
    var waiting = [node]
    while let subject = waiting.popLast() {
      for statement in statements.of(subject) where seen.insert(statement.object).inserted {
        if statement.datatype == LV2URI.path {
          paths.append(statement.object)
        } else if statement.object.hasPrefix("file:") {
          paths += LilvValues.path(uri: statement.object).map { [$0] } ?? []
        } else if statement.datatype == nil {
          waiting.append(statement.object)
        }
      }
    }
    return paths.filter { !$0.isEmpty }
  }
}

/// The statements of a Turtle file, by their subjects.
private final class Statements {
  struct Statement {
    let predicate: String
    let object: String
    let datatype: String?
  }

  init(_ path: String) {
    lv2_turtle_read(
      path,
      { context, subject, predicate, object, datatype in
        guard let context, let subject, let predicate, let object else { return }
        Unmanaged<Statements>.fromOpaque(context).takeUnretainedValue()
          .bySubject[String(cString: subject), default: []]
          .append(
            Statement(
              predicate: String(cString: predicate), object: String(cString: object),
              datatype: datatype.map { String(cString: $0) }))
      }, Unmanaged.passUnretained(self).toOpaque())
  }

  func of(_ subject: String) -> [Statement] { bySubject[subject] ?? [] }

  private var bySubject: [String: [Statement]] = [:]
}
