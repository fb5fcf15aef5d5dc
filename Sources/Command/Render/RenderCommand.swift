import ArgumentParser
import Convolution
import Host
import Plugins

/// `tactus render`: plays a session from a sound file into another, without a device.
struct RenderCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "render",
    abstract: "Render a session from a sound file to another, faster than real time.",
    discussion: """
      The input is what the session captures, and gives rate and length. The output has exactly \
      as many frames, without fades, and is the same for any number of workers.
      """)

  @Argument(help: "The session file.", completion: .file(extensions: ["yaml", "yml"]))
  var session: String

  @Option(help: "The sound file to capture from.", completion: .file())
  var input: String

  @Option(help: "The sound file to write: .wav, .w64, .aiff or .flac.", completion: .file())
  var output: String

  @Option(help: "Frames per period.")
  var period: Int?

  @Option(help: "Threads that run the graph.")
  var workers: Int = 1

  @OptionGroup var report: ReportOptions

  func validate() throws {
    try validatePositive(period, "--period")
    try validatePositive(workers, "--workers")
  }

  func run() throws {
    let loader = SessionLoader(
      catalogues: Catalogues.installed.all, taskClasses: try TaskClassFile.table(),
      transforms: FourierTransforms.preferred)
    let render = OfflineRender(
      session: try loader.load(path: session), loader: loader, inputPath: input,
      outputPath: output, periodFrames: period, workers: workers)
    var bar = ProgressBar()
    let result = try render.run { bar.update($0) }
    bar.finish()
    for note in result.notes { Console.standard.complain(note) }
    try Console.standard.show(RenderReport(output: output, result: result), asJSON: report.json)
  }
}

/// What was rendered.
struct RenderReport: Report {
  let output: String
  let result: OfflineRender.Result

  func text(columns: Int?) -> String {
    let length = Double(result.frames) / Double(result.rate)
    return "\(output): \(Self.rounded(length)) s, \(result.rate) Hz, "
      + "\(result.channels) channels, in \(Self.rounded(result.seconds)) s "
      + "(\(Self.rounded(result.speed)) times real time)"
      + result.meters.map { "\n\($0)" }.joined()
  }

  private static func rounded(_ value: Double) -> String {
    "\((value * 100).rounded() / 100)"
  }
}
