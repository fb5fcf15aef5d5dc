import Foundation

/// Programs that a test needs and a machine may lack.
public enum Tools {
  /// Where the program `name` is on the search path, or nil: a path for `Process`.
  public static func path(of name: String) -> String? {
    let directories = ProcessInfo.processInfo.environment["PATH", default: "/usr/bin:/bin"]
    return
      directories
      .split(separator: ":")
      .map { "\($0)/\(name)" }
      .first { FileManager.default.isExecutableFile(atPath: $0) }
  }

  /// Whether the program `name` is on the search path: for `.enabled(if:)`.
  public static func isInstalled(_ name: String) -> Bool { path(of: name) != nil }
}
