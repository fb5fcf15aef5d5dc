import Foundation
import Testing

/// The built program, as a shell meets it.
@Suite(
  "tactus", .serialized,
  .enabled(if: TactusExecutable.isBuilt, "the executable is not beside the tests"))
struct TactusExecutableTests {
  @Test func helps() throws {
    let result = try TactusExecutable.run("--help")
    #expect(result.code == 0 && result.errors.isEmpty)
    #expect(result.output.contains("USAGE: tactus"))
    for command in ["plugins", "devices", "meter", "doctor", "classes"] {
      #expect(result.output.contains("\n  \(command) "))
    }
  }

  @Test func tellsItsVersion() throws {
    let result = try TactusExecutable.run("--version")
    #expect(result.code == 0 && result.output == "0.1.0\n")
  }

  @Test func refusesUnknownOptions() throws {
    let result = try TactusExecutable.run("plugins", "list", "--frob")
    #expect(result.code == 64 && result.output.isEmpty)
    #expect(
      result.errors == "tactus: Unknown option '--frob'; see `tactus plugins list --help`\n")
  }

  @Test func saysInOneLineThatAPluginIsNotThere() throws {
    let result = try TactusExecutable.run("plugins", "info", "lv2:urn:nonexistent")
    #expect(result.code == 69 && result.output.isEmpty)
    #expect(result.errors.hasPrefix("tactus: ") && result.errors.contains("urn:nonexistent"))
    #expect(result.errors.split(separator: "\n").count == 1)
  }

  @Test func saysInOneLineThatAHostIsNotThere() throws {
    let result = try TactusExecutable.run("meter", "--once", "--pid", "1")
    #expect(result.code == 69 && result.output.isEmpty)
    #expect(result.errors == "tactus: process 1 is not a running host\n")
  }

  @Test(arguments: [["classes"], ["devices"], ["plugins", "list"]])
  func reportsAsData(_ command: [String]) throws {
    let result = try TactusExecutable.run(command + ["--json"])
    #expect(result.code == 0)
    #expect(try JSONSerialization.jsonObject(with: Data(result.output.utf8)) is [String: Any])
  }

  @Test func doctorEndsAsPromised() throws {
    let result = try TactusExecutable.run("doctor", "--json")
    #expect([0, 65, 77].contains(result.code))
    let object = try JSONSerialization.jsonObject(with: Data(result.output.utf8))
    let verdict = try #require((object as? [String: Any])?["verdict"] as? String)
    #expect((verdict == "problem") == (result.code != 0))
  }

  @Test func mistakesInTheTaskClassFileEndWith65() throws {
    let file = FileManager.default.temporaryDirectory.appending(path: "\(UUID()).yaml")
    try Data("classes: 3\nnonsense: 4\n".utf8).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    let result = try TactusExecutable.run(
      "classes", environment: ["TACTUS_TASK_CLASSES": file.path])
    #expect(result.code == 65 && result.output.isEmpty)
    #expect(result.errors.contains("\(file.path):1:"))
  }

  @Test func endsQuietlyWhenNobodyReads() throws {
    let result = try TactusExecutable.run("classes", readsOutput: false)
    #expect(result.code == 0 && result.errors.isEmpty)
  }
}

/// The program beside the test bundle.
enum TactusExecutable {
  struct Result {
    let code: Int32
    let output: String
    let errors: String
  }

  static let url = Bundle.main.executableURL.map { bundle in
    bundle.resolvingSymlinksInPath().deletingLastPathComponent().appending(path: "tactus")
  }

  static var isBuilt: Bool {
    url.map { FileManager.default.isExecutableFile(atPath: $0.path) } ?? false
  }

  static func run(
    _ arguments: String..., environment: [String: String] = [:], readsOutput: Bool = true
  ) throws -> Result {
    try run(arguments, environment: environment, readsOutput: readsOutput)
  }

  static func run(
    _ arguments: [String], environment: [String: String] = [:], readsOutput: Bool = true
  ) throws -> Result {
    let process = Process()
    process.executableURL = try #require(url)
    process.arguments = arguments
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    let (output, errors) = (Pipe(), Pipe())
    process.standardOutput = output
    process.standardError = errors
    if !readsOutput { try output.fileHandleForReading.close() }
    try process.run()
    let text = readsOutput ? output.fileHandleForReading.readDataToEndOfFile() : Data()
    let complaints = errors.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return Result(
      code: process.terminationStatus, output: String(decoding: text, as: UTF8.self),
      errors: String(decoding: complaints, as: UTF8.self))
  }
}
