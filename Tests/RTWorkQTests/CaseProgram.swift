import Foundation
import Testing

/// A program of numbered cases, in Programs/.
enum CaseProgram: String, CaseIterable, Sendable {
  case cases
  case classes

  static let folder = StagedLibrary.project.appending(path: "Tests/RTWorkQTests/Programs")

  /// The files that hold its cases.
  var caseFiles: [String] {
    switch self {
    case .cases:
      [
        "startup_cases.c", "queue_cases.c", "order_cases.c", "result_cases.c", "timed_cases.c",
        "waiting_cases.c", "class_cases.c", "thread_cases.c",
      ]
    case .classes: ["classes.cpp"]
    }
  }

  /// Builds it with the system's compilers, once.
  func built() throws -> URL {
    switch self {
    case .cases: try Self.builtCases.get()
    case .classes: try Self.builtClasses.get()
    }
  }

  private static let builtCases = Result {
    try build(.cases, ["cc", "-std=c11"], ["harness.c", "objects.c"] + cases.caseFiles)
  }

  private static let builtClasses = Result {
    let object = try output("harness.o").path
    let compiling = ShellCommand(
      arguments: ["cc", "-std=c11"] + warnings + ["-c", "harness.c", "-o", object],
      directory: folder)
    try succeed(compiling)
    return try build(.classes, ["c++", "-std=c++17"], classes.caseFiles + [object])
  }

  private static let warnings = ["-D_DEFAULT_SOURCE", "-Wall", "-Wextra", "-pedantic", "-Werror"]

  private static func build(
    _ program: CaseProgram, _ compiler: [String], _ files: [String]
  ) throws -> URL {
    let result = try output(program.rawValue)
    let flags = try StagedLibrary.packageFlags("--cflags", "--libs")
    let arguments = compiler + warnings + ["-pthread"] + files + ["-o", result.path] + flags
    try succeed(ShellCommand(arguments: arguments, directory: folder))
    return result
  }

  private static func succeed(_ command: ShellCommand) throws {
    let outcome = try command.run()
    guard outcome.code == 0 else {
      throw StagedLibrary.Failure(
        "\(command.arguments.joined(separator: " ")) failed:\n\(outcome.output)")
    }
  }

  private static func output(_ name: String) throws -> URL {
    let folder = StagedLibrary.stage.appending(path: "programs")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    return folder.appending(path: name)
  }

  /// Runs it to its end, through another program if need be.
  func run(
    _ arguments: String..., through: [String] = []
  ) throws -> ShellCommand.Outcome {
    try ShellCommand(
      arguments: through + [built().path] + arguments, environment: StagedLibrary.environment()
    ).run()
  }
}
