import ArgumentParser
import Convolution
import Host

/// `tactus replay`: plays a take again, offline.
struct ReplayCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "replay",
    abstract: "Play again what `run --take` recorded, offline.",
    discussion: """
      The same session, input and edits, each at the same frame: the output is what was played, \
      bit for bit, for any number of workers.
      """)

  @Argument(help: "The take's folder.", completion: .directory)
  var take: String

  @Option(help: "The sound file to write: .wav, .w64, .aiff or .flac.", completion: .file())
  var output: String

  @Option(help: "Threads that run the graph.")
  var workers: Int = 1

  @OptionGroup var report: ReportOptions

  func validate() throws { try validatePositive(workers, "--workers") }

  func run() throws {
    let loader = SessionLoader(
      catalogues: Catalogues.installed.all, taskClasses: try TaskClassFile.table(),
      transforms: FourierTransforms.preferred)
    let replay = try TakeReplay(
      path: take, loader: loader, outputPath: output, workers: workers)
    var bar = ProgressBar()
    let result = try replay.run { bar.update($0) }
    bar.finish()
    for note in result.notes { Console.standard.complain(note) }
    try Console.standard.show(RenderReport(output: output, result: result), asJSON: report.json)
  }
}
