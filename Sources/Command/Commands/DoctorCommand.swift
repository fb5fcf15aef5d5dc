import ArgumentParser
import Host

struct DoctorCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor",
    abstract: "Find out what on this machine stands in the way of reliable sound.",
    discussion: """
      Each check ends with ok, note, warning or problem, what was found, and the cure. Nothing is \
      changed; --fix prints the cures as lines for a shell, to be read and run.

      --measure has the timer wake threads of each priority on every core, and a clock drive \
      shorter and shorter periods, and says which this machine holds. Let it do nothing else \
      meanwhile. Ctrl-C ends it with what was measured so far.

      Exit codes: 0 without a problem (notes and warnings are none), 77 when real-time priority is \
      refused, 65 when the task class file has mistakes, 69 for any other problem.

      JSON: an object with verdict, the worst of all checks, and checks, each with check, title, \
      verdict, found, and where there is one cure and commands. With --measure: seconds, rate, \
      periods, load, wakes (each with asked, granted, classes, core, count, p50Nanoseconds, \
      p99Nanoseconds and maximumNanoseconds), trials and best as for `devices --probe`, verdict, \
      and isInterrupted.
      """)

  @OptionGroup var options: ReportOptions

  @Flag(help: "Print the commands that cure what was found, and nothing else.")
  var fix = false

  @Flag(help: "Measure wake-ups and periods instead.")
  var measure = false

  @Option(help: "Seconds for each measurement; 5 unless given.")
  var seconds: Double?

  @Option(help: ArgumentHelp("The folder recordings go to.", valueName: "folder"))
  var recordings = "."

  func validate() throws {
    guard measure || seconds == nil else { throw ValidationError("--seconds goes with --measure") }
    guard !measure || !fix else { throw ValidationError("--measure and --fix exclude each other") }
    if let seconds, !(0.1...3600).contains(seconds) {
      throw ValidationError("--seconds must be 0.1 to 3600")
    }
    guard !fix || !options.json else {
      throw ValidationError("--json has the commands already: leave --fix out")
    }
  }

  func run() throws {
    guard !measure else { return try runMeasurement() }
    let report = DoctorReport(SystemFacts.gathered(recordings: recordings))
    if fix {
      try Console.standard.write(CureScript(report).text)
    } else {
      try Console.standard.show(report, asJSON: options.json)
    }
    guard report.exitCode == 0 else { throw ExitCode(report.exitCode) }
  }

  private func runMeasurement() throws {
    let interruption = Interruption()
    let signals = HostSignals(stop: { interruption.request() }, reload: {}, mute: {})
    defer { signals.cancel() }
    var bar = ProgressBar()
    let report = try MachineMeasurement.report(seconds: seconds ?? 5, interruption) {
      bar.update($0)
    }
    bar.finish()
    try Console.standard.show(report, asJSON: options.json)
    guard !report.isInterrupted else { throw ExitCode(130) }
    guard report.best != nil else { throw ExitCode(HostError.Code.unavailable.rawValue) }
  }
}
