import Foundation
import PluginCheck
import PluginTestSupport
import Plugins
import TestSupport

/// A test plugin, built for one check by the program that users run.
struct CheckedPlugin {
  /// Builds it; what it does wrong, `checked.c` says.
  init(_ macros: [String]) throws {
    directory = try ScratchDirectory()
    library = directory.url.appending(path: "subject.so")
    try TestPlugins.buildChecked(macros, to: library)
  }

  let library: URL

  /// As a scan would describe it.
  var descriptor: PluginDescriptor {
    PluginDescriptor(
      format: .ladspa, identifier: "subject:checked", name: "Test checks", library: library.path)
  }

  func check(seconds: Double = 60) -> CheckRecord {
    check(
      PluginChecker(
        program: TactusProgram.url.path, environment: environment, seconds: seconds))
  }

  func audit() -> CheckRecord {
    check(
      PluginChecker(
        program: Self.auditProgram.path, environment: environment, isAudit: true))
  }

  /// The program with the sanitizer: `make audit` builds it.
  static let auditProgram = BuiltProgram.url("tactus-audit")
  static var hasAuditProgram: Bool {
    FileManager.default.isExecutableFile(atPath: auditProgram.path)
  }

  private let directory: ScratchDirectory

  private var environment: [String: String] { ["LADSPA_PATH": directory.url.path] }

  private func check(_ checker: PluginChecker) -> CheckRecord {
    checker.check([descriptor])[0]
  }
}
