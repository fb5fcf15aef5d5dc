import ArgumentParser
import DriverALSA
import Host

struct DevicesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "devices",
    abstract: "Show what can be played to, and what `--driver auto` would choose.",
    discussion: """
      Each PCM of a card is opened for a moment to ask what it can do.

      JSON: an object with drivers (each with name, isAvailable and found), auto (driver and \
      reason), cards (each a PCM with name, card, description, and where it has them playback \
      and capture: capabilities with formats, and lowest and highest rates, channels, \
      periodFrames and bufferFrames, or problem) and pcms (name, description, plays, captures).
      """)

  @OptionGroup var options: ReportOptions

  func run() throws {
    let report = DevicesReport(
      drivers: DriverProviders.all.map { ($0.name, $0.probe(nil)) },
      cards: ALSADevices.list(), pcms: ALSADevices.names())
    try Console.standard.show(report, asJSON: options.json)
  }
}
