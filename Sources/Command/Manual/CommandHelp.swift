import ArgumentParser
import Foundation

/// What a command's help has in it, as `--experimental-dump-help` writes it.
struct CommandHelp: Decodable {
  /// An option, a flag or an argument.
  struct Parameter: Decodable {
    struct Name: Decodable {
      let kind: String
      let name: String

      /// As it is typed.
      var text: String { (kind == "long" ? "--" : "-") + name }
    }

    let kind: String
    let shouldDisplay: Bool
    let isOptional: Bool
    let isRepeating: Bool
    var sectionTitle: String?
    var names: [Name]?
    var valueName: String?
    var defaultValue: String?
    var allValueStrings: [String]?
    var allValues: [String]?
    var abstract: String?
    var discussion: String?
  }

  let commandName: String
  let shouldDisplay: Bool
  var superCommands: [String]?
  var abstract: String?
  var discussion: String?
  var subcommands: [CommandHelp]?
  var arguments: [Parameter]?

  /// Such as `tactus plugins list`.
  var title: String { ((superCommands ?? []) + [commandName]).joined(separator: " ") }

  /// The commands below it that people are shown.
  var shownCommands: [CommandHelp] {
    (subcommands ?? []).filter { $0.shouldDisplay && $0.commandName != "help" }
  }

  /// It and all that are shown below it.
  var all: [CommandHelp] { [self] + shownCommands.flatMap(\.all) }

  /// The help of this program.
  static func ofProgram() throws -> CommandHelp {
    struct Dump: Decodable { let command: CommandHelp }
    let text = TactusCommand._dumpHelp()
    return try JSONDecoder().decode(Dump.self, from: Data(text.utf8)).command
  }
}
