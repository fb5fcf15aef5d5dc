import ArgumentParser
import Plugins

struct PluginsPresetsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "presets",
    abstract: "List the presets of one plugin, as `preset:` in a session names them.",
    discussion: """
      Those in bundles of their own, such as in ~/.lv2, are among them. LADSPA has none. A plugin \
      that is not installed ends with exit code 69.

      JSON: an object with identifier, name and presets, each with name and uri.
      """)

  @Argument(
    help: "lv2:URI, ladspa:library:label, or the URI alone.", transform: PluginReference.argument)
  var plugin: PluginReference

  @OptionGroup var options: ReportOptions

  func run() throws {
    let catalogues = Catalogues.installed
    let descriptor = try catalogues.descriptor(plugin)
    let report = PluginPresetsReport(descriptor, presets: try catalogues.presets(of: descriptor))
    try Console.standard.show(report, asJSON: options.json)
  }
}
