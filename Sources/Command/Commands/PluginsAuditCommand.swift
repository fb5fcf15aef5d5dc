import ArgumentParser
import Foundation
import Host
import PluginCheck
import Plugins

struct PluginsAuditCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "audit",
    abstract: "Watch plugins for what has no place in a period.",
    discussion: """
      Each plays as in `plugins check`, in a process of its own, under the RealtimeSanitizer: \
      allocations, locks and system calls are named with the stack, page faults and late periods \
      are counted. The program for that, tactus-audit, is installed beside tactus.

      JSON: as of `plugins check`, with audit (periods, latePeriods, faultyPeriods, pageFaults, \
      isLocked) and calls, each with function, stage, stack, the caller first, and isHosts (a \
      fault of Tactus: then the exit code is 70).
      """)

  @OptionGroup var checked: CheckedPlugins
  @OptionGroup var options: ReportOptions

  func run() throws {
    let checker = PluginChecker(
      program: try Self.program(), isAudit: true, seconds: checked.seconds)
    let (records, problems) = try checked.records(of: checker)
    CheckFile.audits.add(records)
    let report = PluginsAuditReport(records, problems: problems)
    try Console.standard.show(report, asJSON: options.json)
    if records.contains(where: { !$0.hostCalls.isEmpty }) { throw ExitCode(70) }
    try checked.requireUsable(records)
  }

  /// The program beside this one that is linked with the sanitizer; perhaps this one itself.
  private static func program() throws -> String {
    let own = URL(filePath: ChildProcess.ownProgram).resolvingSymlinksInPath()
    if PluginExamination.hasSanitizer { return own.path }
    let path = own.deletingLastPathComponent().appending(path: "tactus-audit").path
    guard FileManager.default.isExecutableFile(atPath: path) else {
      throw HostError(
        .unavailable, "\(path) is not there: `make audit` builds it, `make install` installs it")
    }
    return path
  }
}
