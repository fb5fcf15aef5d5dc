import ArgumentParser

struct PluginsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plugins",
    abstract: "Show the plugins of this machine.",
    subcommands: [
      PluginsListCommand.self, PluginsInfoCommand.self, PluginsPresetsCommand.self,
      PluginsQuarantineCommand.self,
    ])
}
