import ArgumentParser
import PluginCheck
import Plugins

struct PluginsCheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Try plugins out, each in a process of its own.",
    discussion: """
      Each plays silence, noise, impulses and MIDI in periods of many lengths, with its parameters \
      at their defaults, at their bounds and swept; its state is saved and loaded into another \
      instance. A plugin that crashes or does not return is named with what it was doing. \
      `plugins info` shows the verdict until the plugin changes.

      Verdicts: ok, warnings, failed, refused (it needs what this host lacks), crashed, did not \
      return. With --all the exit code is 0; else it is 69 when a plugin cannot be used.

      JSON: an object with problems (path, message, isFault) and plugins, each with format, \
      identifier, name, library, fingerprint, package (name, version), date, verdict, reason, \
      findings (kind, stage, text, isFailure), latencyFrames, isDeterministic and times \
      (medianNanoseconds, worstNanoseconds, for 64 frames at 48 kHz).
      """)

  @OptionGroup var checked: CheckedPlugins

  @Flag(help: "Print a summary by Debian package in Markdown, with what the last audits found.")
  var markdown = false

  @OptionGroup var options: ReportOptions

  func run() throws {
    let (records, problems) = try checked.records(of: PluginChecker(seconds: checked.seconds))
    CheckFile.checks.add(records)
    if markdown {
      let audits = CheckFile.audits.records
      try Console.standard.write(CheckSummary(records, audits: audits, problems: problems).text)
    } else {
      let report = PluginsCheckReport(records, problems: problems)
      try Console.standard.show(report, asJSON: options.json)
    }
    try checked.requireUsable(records)
  }
}
