public import Foundation

/// A program of this package, run in a process of its own.
public enum BuiltProgram {
  /// Where the build put a program: beside the tests.
  public static func url(_ name: String) -> URL {
    let bundles = [CommandLine.arguments[0], "/proc/self/exe"].map { URL(filePath: $0) }
    let candidates = bundles.map {
      $0.resolvingSymlinksInPath().deletingLastPathComponent().appending(path: name)
    }
    return candidates.first { FileManager.default.isExecutableFile(atPath: $0.path) }
      ?? candidates[0]
  }

  /// Runs a program to its end.
  public static func run(
    _ name: String, _ arguments: [String], through: [String] = []
  ) throws -> TactusProgram.Outcome {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = through + [url(name).path] + arguments
    return try RunningProgram(process).wait()
  }
}

extension TactusProgram.Outcome {
  /// What the program printed as `name: value`, under each name.
  public var values: [String: [String]] {
    var values: [String: [String]] = [:]
    for line in output.split(separator: "\n") {
      guard let colon = line.firstRange(of: ": ") else { continue }
      values[String(line[..<colon.lowerBound]), default: []]
        .append(String(line[colon.upperBound...]))
    }
    return values
  }
}
