import Foundation
import PluginTestSupport
import TestSupport
import Testing

/// The built program, with plugins of the tests' own and nothing in its cache.
@Suite("tactus plugins", .serialized) struct PluginsProgramTests {
  private let home: ScratchDirectory
  private let plugins: TestPlugins
  private let record: URL

  init() throws {
    home = try ScratchDirectory()
    plugins = try TestPlugins(buildingIn: home.url.appending(path: "built"))
    record = home.url.appending(path: "record")
  }

  private var environment: [String: String] {
    plugins.environment.merging(["XDG_CACHE_HOME": home.url.appending(path: "cache").path]) { $1 }
  }

  private func addLibrary(_ name: String, _ fault: String) throws {
    try TestPlugins.buildOpening(
      fault, to: plugins.ladspa.appending(path: "\(name).so"), record: record)
  }

  @Test func listsWhatTheVariablesName() throws {
    let result = try TactusProgram.run(["plugins", "list", "--json"], environment: environment)
    #expect(result.code == 0 && result.errors.isEmpty)
    let object = try JSONSerialization.jsonObject(with: Data(result.output.utf8))
    let entries = (object as? [String: Any])?["plugins"] as? [[String: Any]] ?? []
    let identifiers = Set(entries.compactMap { $0["identifier"] as? String })
    #expect(identifiers.isSuperset(of: ["ladspa:gain:gain", "lv2:urn:tactus:test:gain"]))
    #expect(!identifiers.contains("ladspa:amp:amp_mono"))
  }

  @Test func namesTheLibraryThatCrashes() throws {
    try addLibrary("bad", "crash")
    let path = plugins.ladspa.appending(path: "bad.so").path
    for _ in 0..<2 {
      let result = try TactusProgram.run(["plugins", "list"], environment: environment)
      #expect(result.code == 0)
      #expect(result.output.contains("ladspa:gain:gain"))
      #expect(
        result.errorLines
          == ["tactus: warning: \(path): crashed with SIGSEGV while it was opened"])
    }
    let info = try TactusProgram.run(
      ["plugins", "info", "ladspa:bad:gain"], environment: environment)
    #expect(info.code == 69)
    #expect(
      info.errorLines == ["tactus: \(path): crashed with SIGSEGV while it was opened"])
  }

  @Test func describesAPluginByItsNumber() throws {
    let result = try TactusProgram.run(
      ["plugins", "info", "ladspa:\(0x7ac701)"], environment: environment)
    #expect(result.code == 0 && result.errors.isEmpty)
    #expect(
      result.output.hasPrefix("Test gain\n    ladspa:gain:gain\n    ladspa:\(0x7ac701)\n"))
  }

  @Test func severalAtOnceAgree() throws {
    let environment = environment
    let programs = try (0..<4).map { _ in
      try TactusProgram.start(["plugins", "list"], environment: environment)
    }
    let outcomes = programs.map { $0.wait() }
    #expect(outcomes.allSatisfy { $0.code == 0 && $0.output == outcomes[0].output })
    #expect(outcomes[0].output.contains("ladspa:gain:gain"))
    let files = try FileManager.default.contentsOfDirectory(
      atPath: home.url.appending(path: "cache/tactus").path)
    #expect(files.sorted() == ["plugins-ladspa.cache", "plugins-lv2.cache"])
  }

  @Test func childrenEndWithTheirParent() async throws {
    try addLibrary("bad", "hang")
    let program = try TactusProgram.start(
      ["plugins", "list", "--format", "ladspa"], environment: environment)
    #expect(await eventually { !children.isEmpty })
    program.signal(SIGKILL)
    #expect(program.wait().code == -SIGKILL)
    #expect(await eventually { !children.contains(where: isRunning) })
  }

  /// One whose end nobody asked for yet is not.
  private func isRunning(_ process: pid_t) -> Bool {
    let status = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)
    return status.map { !$0.contains(") Z ") } ?? false
  }

  /// Those that opened the library.
  private var children: [pid_t] {
    ((try? String(contentsOf: record, encoding: .utf8)) ?? "").split(separator: "\n")
      .compactMap { pid_t($0) }
  }
}
