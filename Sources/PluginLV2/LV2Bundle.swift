import CLilv
import Glibc
import Plugins

/// A directory that may hold plugins, not loaded.
struct LV2Bundle {
  /// Its directory, without a slash at the end.
  let path: String

  /// Every bundle in `directories`, in order.
  static func all(in directories: [String]) -> [LV2Bundle] {
    directories.flatMap { directory in
      PluginSearchPath.names(in: directory)
        .map { LV2Bundle(path: "\(directory)/\($0)") }
        .filter(\.isDirectory)
    }
  }

  /// The state of its description and its libraries.
  var fingerprint: String {
    var fingerprint = FileFingerprint()
    fingerprint.add(path)
    for name in PluginSearchPath.names(in: path)
    where name.hasSuffix(".ttl") || name.hasSuffix(".so") {
      fingerprint.add("\(path)/\(name)")
    }
    return fingerprint.text
  }

  /// Why lilv could not load it; nil when it can.
  var problem: PluginProblem? {
    guard access(manifest, R_OK) == 0 else {
      return PluginProblem(path: path, message: "has no manifest.ttl that can be read")
    }
    return LV2Bundle.problem(inTurtle: manifest)
  }

  /// What is wrong with a Turtle file, with its line and column.
  static func problem(inTurtle path: String) -> PluginProblem? {
    var error = lv2_turtle_error()
    guard !lv2_turtle_check(path, &error) else { return nil }
    let lines = String(cString: lv2_turtle_text(&error)).split(whereSeparator: \.isNewline)
    return PluginProblem(
      path: error.line > 0 ? "\(path):\(error.line):\(error.column)" : path,
      message: lines.first.map(String.init) ?? "is empty or not Turtle")
  }

  private var manifest: String { "\(path)/manifest.ttl" }

  private var isDirectory: Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }
}
