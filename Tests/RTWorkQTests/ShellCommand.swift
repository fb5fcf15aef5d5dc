import Foundation

/// A program of the system, run to its end.
struct ShellCommand {
  var arguments: [String]
  var environment: [String: String] = [:]
  var directory: URL?

  /// What became of a run.
  struct Outcome: Sendable {
    /// The exit code, or the negative number of the signal that ended it.
    var code: Int32
    /// What it printed, errors included.
    var output: String

    var lines: [String] { output.split(separator: "\n").map(String.init) }
  }

  func run() throws -> Outcome {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = arguments
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    if let directory { process.currentDirectoryURL = directory }
    let pipe = Pipe()
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    let output = try pipe.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    let status = process.terminationStatus
    return Outcome(
      code: process.terminationReason == .exit ? status : -status,
      output: String(decoding: output, as: UTF8.self))
  }
}
