import ArgumentParser
import Foundation
import PluginCheck
import Plugins

/// What a child does that checks a plugin, and may crash in it.
struct PluginCheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plugin-check",
    abstract: "Check a plugin for another process, which reads what is told in a folder.",
    shouldDisplay: false)

  @Option var folder: String
  @Flag var audit = false
  @Argument(transform: PluginReference.argument) var plugin: PluginReference

  func run() throws {
    guard let catalogue = Catalogues.unguarded[plugin.format] else { return }
    var examination = PluginExamination(
      plugin.identifier, of: catalogue, in: URL(filePath: folder), isAudit: audit)
    try examination.run()
    // What the library would do at a regular end is of no use to anybody.
    _exit(0)
  }
}
