import ArgumentParser
import Host

struct DoctorCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor",
    abstract: "Find out what on this machine stands in the way of reliable sound.",
    discussion: """
      Each check ends with ok, warning or problem, what was found, and the cure. Nothing is \
      changed.

      Exit codes: 0 without a problem (warnings are none), 77 when real-time priority is \
      refused, 65 when the task class file has mistakes.

      JSON: an object with verdict, the worst of all checks, and checks, each with check, title, \
      verdict, found, and where there is one cure and commands.
      """)

  @OptionGroup var options: ReportOptions

  func run() throws {
    let report = DoctorReport(SystemFacts.gathered())
    try Console.standard.show(report, asJSON: options.json)
    guard report.exitCode == 0 else { throw ExitCode(report.exitCode) }
  }
}
