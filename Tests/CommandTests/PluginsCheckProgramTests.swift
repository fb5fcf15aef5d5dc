import Foundation
import PluginTestSupport
import TestSupport
import Testing

/// The built program, which checks plugins of the tests' own.
@Suite("tactus plugins check", .serialized) struct PluginsCheckProgramTests {
  private let home: ScratchDirectory
  private let plugins: TestPlugins

  init() throws {
    home = try ScratchDirectory()
    plugins = try TestPlugins(buildingIn: home.url.appending(path: "built"))
  }

  private func run(_ arguments: [String]) throws -> TactusProgram.Outcome {
    let cache = ["XDG_CACHE_HOME": home.url.appending(path: "cache").path]
    return try TactusProgram.run(
      ["plugins"] + arguments, environment: plugins.environment.merging(cache) { $1 })
  }

  @Test func endsByItselfWhateverPluginsDo() throws {
    let result = try run(["check", "--all", "--json"])
    #expect(result.code == 0 && result.errors.isEmpty)
    let object = try JSONSerialization.jsonObject(with: Data(result.output.utf8))
    let entries = (object as? [String: Any])?["plugins"] as? [[String: Any]] ?? []
    let summaries = Dictionary(
      entries.map { entry in
        let text = [entry["verdict"], entry["reason"]].compactMap { $0 as? String }
        return (entry["identifier"] as? String ?? "", text.joined(separator: ": "))
      }, uniquingKeysWith: { first, _ in first })
    #expect(summaries["gain:gain"] == "ok" && summaries["urn:tactus:test:gain"] == "ok")
    for faulty in ["faulty:faulty", "urn:tactus:test:faulty"] {
      #expect(summaries[faulty]?.hasPrefix("crashed: SIGSEGV in sweep of fault") == true)
    }
    for unmakeable in ["unmakeable:unmakeable", "urn:tactus:test:unmakeable"] {
      #expect(summaries[unmakeable]?.hasPrefix("crashed: SIG") == true)
      #expect(summaries[unmakeable]?.hasSuffix("in make") == true)
    }
  }

  @Test func isShownByInfoAfterwards() throws {
    #expect(try !run(["info", "ladspa:gain:gain"]).output.contains("Checked"))
    let check = try run(["check", "ladspa:gain:gain"])
    #expect(check.code == 0 && check.output.hasSuffix("1 plugin: 1 ok\n"))
    #expect(try run(["info", "ladspa:gain:gain"]).output.contains("Checked   ok, 20"))
    #expect(try run(["list"]).output.contains("ok     ladspa:gain:gain"))
    let bad = try run(["check", "ladspa:unmakeable:unmakeable"])
    #expect(bad.code == 69 && bad.output.contains("crashed"))
    #expect(try run(["info", "ladspa:unmakeable:unmakeable"]).output.contains("in make), 20"))
  }

  @Test func sumsUpInMarkdown() throws {
    let result = try run(["check", "ladspa:gain:gain", "--markdown"])
    #expect(result.output.contains("1 plugin: 1 loaded and played, 0 refused, 0 failed;"))
    #expect(result.output.contains("| none |  | 1 | 1 | 0 | 0 | 0 | 0 | 0 | 0 |"))
  }

  @Test func wantsPluginsOrAll() throws {
    for arguments in [["check"], ["check", "--all", "ladspa:gain:gain"], ["audit"]] {
      let result = try run(arguments)
      #expect(result.code == 64 && result.errorLines.count == 1)
      #expect(result.errors.contains("name a plugin, or write --all"))
    }
    #expect(try run(["check", "--all", "--seconds", "0"]).code == 64)
  }

  @Test func saysWhereTheAuditingProgramComesFrom() throws {
    let alone = home.url.appending(path: "tactus")
    try FileManager.default.copyItem(at: TactusProgram.url, to: alone)
    let result = try RunningProgram(
      [alone.path, "plugins", "audit", "ladspa:gain:gain"], environment: plugins.environment
    ).wait()
    #expect(result.code == 69 && result.errorLines.count == 1)
    #expect(result.errors.contains("tactus-audit is not there: `make audit` builds it"))
  }
}
