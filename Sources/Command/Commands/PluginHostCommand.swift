import ArgumentParser
import PluginSandbox

/// What a child does that plays plugins for its parent, and may crash in them.
struct PluginHostCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plugin-host",
    abstract: "Play plugins for another process, which asks for them at descriptor 3.",
    shouldDisplay: false)

  func run() throws {
    PluginServer(catalogues: Catalogues.installed.all, broker: SchedulingBrokers.realtimeKit).run()
  }
}
