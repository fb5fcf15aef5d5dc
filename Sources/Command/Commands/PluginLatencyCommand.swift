import ArgumentParser
import Glibc
import Plugins

/// What a child does that asks a plugin for its latency, and may crash on it.
struct PluginLatencyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plugin-latency",
    abstract: "Tell a plugin's latency to another process, which listens at descriptor 3.",
    shouldDisplay: false)

  @Argument(transform: PluginReference.argument) var plugin: PluginReference

  func run() throws {
    let catalogues = Catalogues.unguarded
    let descriptor = try catalogues.descriptor(plugin)
    if let frames = catalogues.latencyFrames(of: descriptor) {
      try Console(output: ScanTeller.descriptor, errors: STDERR_FILENO).write("\(frames)")
    }
    _exit(0)
  }
}
