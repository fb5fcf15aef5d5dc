public import ArgumentParser
import PluginCheck
public import Plugins

struct PluginsListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List the plugins that are installed.",
    discussion: """
      What could not be read is named on standard error. Libraries are opened by other processes; \
      one that crashes or hangs there is left alone until it changes, or until --rescan.

      JSON: an object with plugins, each with identifier (as a session names it), name, author, \
      class, format, library, inputs, outputs, parameters (their numbers), isHosted and \
      missingFeatures, check and audit (the verdicts of `plugins check` and `plugins audit` on the \
      plugin as it is now; left out when they were not run), and problems, each with path, message \
      and isFault (it crashed, or did not return).
      """)

  @Option(help: ArgumentHelp("Only plugins of this format: lv2 or ladspa.", valueName: "format"))
  var format: PluginFormat?

  @Argument(help: "Only plugins whose name, class, author or identifier contains this.")
  var filter: String?

  @Flag(help: "Read all plugins again, those that crashed too, and not only what has changed.")
  var rescan = false

  @OptionGroup var options: ReportOptions

  func run() throws {
    let console = Console.standard
    if rescan { PluginCache.standard.clear() }
    let report = try PluginsListReport(
      Catalogues.installed, format: format, filter: filter, verdicts: .recorded)
    if !options.json {
      report.problems.forEach { console.complain("warning: \($0)") }
    }
    try console.show(report, asJSON: options.json)
  }
}

extension PluginFormat: ExpressibleByArgument {}
