import Foundation
import TestSupport
import Testing

/// The built program, as a shell meets it.
@Suite("tactus reports", .serialized) struct ReportProgramTests {
  @Test func helps() throws {
    let result = try TactusProgram.run(["--help"])
    #expect(result.code == 0 && result.errors.isEmpty)
    #expect(result.output.contains("USAGE: tactus"))
    for command in ["plugins", "devices", "meter", "doctor", "classes"] {
      #expect(result.output.contains("\n  \(command) "))
    }
  }

  @Test func tellsItsVersion() throws {
    let result = try TactusProgram.run(["--version"])
    #expect(result.code == 0 && result.output == "0.1.0\n")
  }

  @Test(arguments: ["bash", "zsh", "fish"])
  func writesCompletionScripts(_ shell: String) throws {
    let result = try TactusProgram.run(["--generate-completion-script", shell])
    #expect(result.code == 0 && result.errors.isEmpty)
    #expect(result.output.contains("doctor"))
  }

  @Test func refusesUnknownOptions() throws {
    let result = try TactusProgram.run(["plugins", "list", "--xyzzy"])
    #expect(result.code == 64 && result.output.isEmpty)
    #expect(
      result.errors == "tactus: Unknown option '--xyzzy'; see `tactus plugins list --help`\n")
  }

  @Test func saysInOneLineThatAPluginIsNotThere() throws {
    let result = try TactusProgram.run(["plugins", "info", "lv2:urn:nonexistent"])
    #expect(result.code == 69 && result.output.isEmpty)
    #expect(result.errors.hasPrefix("tactus: ") && result.errors.contains("urn:nonexistent"))
    #expect(result.errors.split(separator: "\n").count == 1)
  }

  @Test func saysInOneLineThatAHostIsNotThere() throws {
    let result = try TactusProgram.run(["meter", "--once", "--pid", "1"])
    #expect(result.code == 69 && result.output.isEmpty)
    #expect(result.errors == "tactus: process 1 is not a running host\n")
  }

  @Test(arguments: [["classes"], ["devices"], ["plugins", "list"]])
  func reportsAsData(_ command: [String]) throws {
    let result = try TactusProgram.run(command + ["--json"])
    #expect(result.code == 0)
    #expect(try JSONSerialization.jsonObject(with: Data(result.output.utf8)) is [String: Any])
  }

  @Test func doctorEndsAsPromised() throws {
    let result = try TactusProgram.run(["doctor", "--json"])
    #expect([0, 65, 69, 77].contains(result.code))
    let object = try JSONSerialization.jsonObject(with: Data(result.output.utf8))
    let verdict = try #require((object as? [String: Any])?["verdict"] as? String)
    #expect((verdict == "problem") == (result.code != 0))
  }

  @Test func doctorPrintsCuresAsAScript() throws {
    let result = try TactusProgram.run(["doctor", "--fix"])
    #expect([0, 65, 69, 77].contains(result.code) && result.output.hasPrefix("# "))
    #expect(try TactusProgram.run(["doctor", "--fix", "--json"]).code == 64)
  }

  @Test func mistakesInTheTaskClassFileEndWith65() throws {
    let file = FileManager.default.temporaryDirectory.appending(path: "\(UUID()).yaml")
    try Data("classes: 3\nnonsense: 4\n".utf8).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    let result = try TactusProgram.run(
      ["classes"], environment: ["TACTUS_TASK_CLASSES": file.path])
    #expect(result.code == 65 && result.output.isEmpty)
    #expect(result.errors.contains("\(file.path):1:"))
  }

  @Test func endsQuietlyWhenNobodyReads() throws {
    let pipe = ["bash", "-o", "pipefail", "-c", "\"$@\" | true", "bash"]
    let result = try TactusProgram.start(["plugins", "list"], through: pipe).wait()
    #expect(result.code == 0 && result.errors.isEmpty)
  }
}
