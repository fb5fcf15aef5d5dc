import ArgumentParser
import Foundation
import Host
import PluginSandbox
import Plugins

struct PluginsQuarantineCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "quarantine",
    abstract: "List the plugins that failed too often to be started again, and let them out.",
    discussion: """
      A session plays the input of such a plugin in its place, and says so.

      JSON: an object with file, and plugins, each with format, identifier, reason and date.
      """)

  @Option(
    name: .customLong("clear"),
    help: ArgumentHelp(
      "Lets one out: lv2:URI, ladspa:library:label, or the identifier alone.", valueName: "plugin"))
  var cleared: [String] = []

  @Flag(help: "Lets all of them out.")
  var clearAll = false

  @OptionGroup var options: ReportOptions

  func run() throws {
    let quarantine = Quarantine.standard
    for name in cleared {
      let out = try change(quarantine) { $0.isNamed(name) }
      guard !out.isEmpty else { throw HostError(.unavailable, "\(name) is not in quarantine") }
    }
    if clearAll { _ = try change(quarantine) { _ in true } }
    try Console.standard.show(QuarantineReport(quarantine), asJSON: options.json)
  }

  private func change(
    _ quarantine: Quarantine, _ isOut: (Quarantine.Entry) -> Bool
  ) throws -> [Quarantine.Entry] {
    do {
      return try quarantine.remove(where: isOut)
    } catch {
      throw HostError(.permission, "\(quarantine.file.path) cannot be written: \(error)")
    }
  }
}

extension Quarantine.Entry {
  /// Whether the command line means this one.
  fileprivate func isNamed(_ name: String) -> Bool {
    name == identifier || name == "\(format.rawValue):\(identifier)"
  }
}
