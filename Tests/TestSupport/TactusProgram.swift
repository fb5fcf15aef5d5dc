public import Foundation

/// The built program, run as a user runs it.
public enum TactusProgram {
  /// What became of a run.
  public struct Outcome: Sendable {
    /// The exit code, or the negative number of the signal that ended it.
    public var code: Int32
    /// What it printed.
    public var output: String
    /// What it printed to standard error.
    public var errors: String

    /// The same line by line.
    public var errorLines: [String] { errors.split(separator: "\n").map(String.init) }
  }

  /// Where the build put it: beside the tests.
  public static var url: URL { BuiltProgram.url("tactus") }

  /// The folder of the project, found from this file.
  public static var project: URL {
    URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
  }

  /// The path of a file of the project.
  public static func path(_ inProject: String) -> String { project.appending(path: inProject).path }

  /// Runs to the end.
  public static func run(
    _ arguments: [String], environment: [String: String] = [:]
  ) throws -> Outcome {
    try start(arguments, environment: environment).wait()
  }

  /// Starts in the background, with files for what it prints.
  public static func start(
    _ arguments: [String], environment: [String: String] = [:], through: [String] = []
  ) throws -> RunningProgram {
    try RunningProgram(
      through + [url.path] + arguments,
      environment: ["JACK_NO_START_SERVER": "1"].merging(environment) { $1 })
  }
}

/// A program while it runs.
public final class RunningProgram {
  /// The process.
  public let process: Process
  private let folder: URL

  /// Starts a command of the search path, with `environment` beside this process's own.
  public init(_ command: [String], environment: [String: String] = [:]) throws {
    process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = command
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = try Self.create(folder.appending(path: "output"))
    process.standardError = try Self.create(folder.appending(path: "errors"))
    try process.run()
  }

  deinit {
    if process.isRunning { kill(process.processIdentifier, SIGKILL) }
    try? FileManager.default.removeItem(at: folder)
  }

  /// What it has printed to standard output so far.
  public var output: String { text("output") }

  /// What it has printed to standard error so far.
  public var errors: String { text("errors") }

  /// Sends it a signal.
  public func signal(_ number: Int32) { kill(process.processIdentifier, number) }

  /// Waits for its end.
  public func wait() -> TactusProgram.Outcome {
    process.waitUntilExit()
    return TactusProgram.Outcome(
      code: process.terminationReason == .exit
        ? process.terminationStatus : -process.terminationStatus,
      output: text("output"), errors: text("errors"))
  }

  private func text(_ name: String) -> String {
    (try? String(contentsOf: folder.appending(path: name), encoding: .utf8)) ?? ""
  }

  private static func create(_ url: URL) throws -> FileHandle {
    try Data().write(to: url)
    return try FileHandle(forWritingTo: url)
  }
}
