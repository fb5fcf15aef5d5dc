import ArgumentParser
import Demo
import Foundation
import Host

struct DemoCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "demo",
    abstract: "Take a guided tour of the work queues.",
    discussion: """
      Each page explains one thing and shows it at work, on real queues of this machine: nothing \
      is played, and no sound card is needed. Keys: space or enter shows the next page, b the \
      one before, q leaves. The last page has the figures that were measured. Without a terminal \
      each page runs for its seconds and prints its figures.

      JSON: one object with machine (cores, hasRealtime, timerScheduling, grantedBy) and pages, \
      each with name, title, paragraph, functions, note where this machine makes a difference, \
      seconds and figures: name, label, value, unit (count, nanoseconds or share) and text.
      """)

  @Flag(help: "Print the names of the pages and end.")
  var list = false

  @Option(help: ArgumentHelp("Show only this page; may be given again.", valueName: "name"))
  var only: [String] = []

  @Option(help: "How long each page runs; on a terminal, until a key is pressed.")
  var seconds: Double?

  @Option(
    help: ArgumentHelp("Write the figures to a file as well, as JSON.", valueName: "file"),
    completion: .file())
  var save: String?

  @OptionGroup var options: ReportOptions

  func validate() throws {
    if let seconds, !(seconds > 0 && seconds <= 3_600) {
      throw ValidationError("--seconds takes a number from 0 to 3600")
    }
  }

  func run() throws {
    let pages = try DemoPage.named(only)
    guard !list else {
      return try Console.standard.show(DemoListReport(pages), asJSON: options.json)
    }
    let machine = try DemoMachine(broker: SchedulingBrokers.realtimeKit)
    let report = DemoReport(machine: machine, pages: try results(of: pages, on: machine))
    if let save { try write(report, to: save) }
    // Without a terminal, the figures of a single page have just been printed.
    guard options.json || report.pages.count > (isOnTerminal ? 0 : 1) else { return }
    try Console.standard.show(report, asJSON: options.json)
  }

  private var isOnTerminal: Bool { Console.standard.isTerminal && !options.json }

  private func results(of pages: [DemoPage], on machine: DemoMachine) throws -> [DemoResult] {
    if isOnTerminal {
      return try DemoTour(pages, on: machine, secondsPerPage: seconds).show()
    }
    return try pages.map { try result(of: $0, on: machine) }
  }

  /// Runs a page for its seconds, and prints what it is about unless data is asked for.
  private func result(of page: DemoPage, on machine: DemoMachine) throws -> DemoResult {
    let run = try page.start(on: machine)
    let columns = Console.standard.columns
    if !options.json {
      try Console.standard.write(
        DemoText.introduction(page, note: run.note, columns: columns))
    }
    Thread.sleep(forTimeInterval: seconds ?? Self.usualSeconds)
    let result = run.finish()
    if !options.json { try Console.standard.write(DemoText.ending(result, columns: columns)) }
    return result
  }

  private static let usualSeconds = 3.0

  private func write(_ report: DemoReport, to path: String) throws {
    do {
      try Data((JSONText.of(report) + "\n").utf8).write(to: URL(filePath: path), options: .atomic)
    } catch {
      throw HostError(.unavailable, "\(path) cannot be written: \(error.localizedDescription)")
    }
  }
}
