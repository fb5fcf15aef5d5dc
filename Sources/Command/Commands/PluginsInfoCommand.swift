import ArgumentParser
import Plugins

struct PluginsInfoCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "info",
    abstract: "Describe one plugin: its ports, its parameters, and how a session uses it.",
    discussion: """
      A plugin that is not installed ends with exit code 69.

      JSON: an object with identifier, uniqueID (LADSPA's number), name, author, class, format, \
      library, isHosted, requiredFeatures, missingFeatures, latencyFrames (left out when unknown), \
      presets (their number), ports (index, \
      symbol, name, kind, direction, isOptional), parameters (symbol, name, minimum, maximum, \
      defaultValue, unit, scalePoints of value and label, isInteger, isToggled, isLogarithmic, \
      isRateScaled) and session, lines to paste.
      """)

  @Argument(
    help: "lv2:URI, ladspa:library:label, ladspa:number, or the URI alone.",
    transform: PluginReference.argument)
  var plugin: PluginReference

  @OptionGroup var options: ReportOptions

  func run() throws {
    let catalogues = Catalogues.installed
    let descriptor = try catalogues.descriptor(plugin)
    let report = PluginInfoReport(
      descriptor, latencyFrames: latencyFrames(of: descriptor),
      presets: try catalogues.presets(of: descriptor).count)
    try Console.standard.show(report, asJSON: options.json)
  }

  /// nil when the plugin reports none, or cannot say.
  private func latencyFrames(of descriptor: PluginDescriptor) -> Int? {
    do {
      return try Catalogues.latencyFramesApart(of: descriptor)
    } catch {
      Console.standard.complain("warning: \(error)")
      return nil
    }
  }
}

extension PluginReference {
  /// Reads a command's argument.
  static func argument(_ text: String) throws -> PluginReference {
    guard let reference = PluginReference(text) else {
      throw ValidationError("write lv2:URI or ladspa:library:label, as `tactus plugins list` does")
    }
    return reference
  }
}
