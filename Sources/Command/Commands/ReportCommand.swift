import ArgumentParser
import Foundation
import Host
import Recording
import Report

/// `tactus report`: a recording as one HTML file.
struct ReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Write a recording of a host as a page to look at and to send.",
    discussion: """
      `tactus meter --record FILE` and `tactus run --record-telemetry FILE` make recordings. The \
      page has load and levels over time, each cause with the time line of its period, how late \
      the audio thread and the queues' items were, and what the nodes cost; it needs no network.
      """)

  @Argument(help: "The recording.", completion: .file(extensions: ["tactusrec"]))
  var recording: String

  @Option(
    name: .shortAndLong, help: "The HTML file to write; `-` for standard output.",
    completion: .file(extensions: ["html"]))
  var output: String

  func run() throws {
    let digest = try RecordingDigest(of: try RecordingReader(path: recording))
    let page = ReportDocument(digest).html
    guard output != "-" else {
      try Console.standard.write(page)
      return
    }
    do {
      try Data(page.utf8).write(to: URL(filePath: output), options: .atomic)
    } catch {
      throw HostError(.unavailable, "\(output): cannot be written: \(error.localizedDescription)")
    }
  }
}
