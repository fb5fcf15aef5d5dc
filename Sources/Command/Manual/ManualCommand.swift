import ArgumentParser
import Foundation
import Host

/// Writes the pages of the manual, for what installs the program.
struct ManualCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "manual", abstract: "Write the manual's pages into a folder.",
    shouldDisplay: false)

  @Argument(help: "The folder.", completion: .directory)
  var folder: String

  func run() throws {
    let pages = ManualPage.all(
      of: try CommandHelp.ofProgram(), version: TactusCommand.configuration.version)
    do {
      let url = URL(filePath: folder)
      try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
      for (name, text) in pages {
        try Data(text.utf8).write(to: url.appending(path: name))
      }
    } catch {
      throw HostError(.unavailable, "the manual cannot be written: \(error.localizedDescription)")
    }
  }
}
