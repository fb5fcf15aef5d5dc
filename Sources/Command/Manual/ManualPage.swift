/// One command's page in man(7), made of its help.
struct ManualPage {
  let help: CommandHelp
  let version: String
  /// The command above it, and those below.
  let related: [String]

  /// Such as `tactus-plugins-list`.
  static func name(of title: String) -> String {
    title.split(separator: " ").joined(separator: "-")
  }

  /// All pages of a program, by the names of their files.
  static func all(of program: CommandHelp, version: String) -> [String: String] {
    var pages: [String: String] = [:]
    for help in program.all {
      let above = (help.superCommands ?? []).joined(separator: " ")
      let related = (above.isEmpty ? [] : [above]) + help.shownCommands.map(\.title)
      pages[name(of: help.title) + ".1"] =
        ManualPage(help: help, version: version, related: related).text
    }
    return pages
  }

  var text: String {
    let name = Self.name(of: help.title)
    let lines =
      [
        ".TH \"\(escaped(name.uppercased()))\" 1 \"\" \"Tactus \(version)\" \"User Commands\"",
        ".SH NAME", "\(escaped(name)) \\- \(escaped(Self.sentence(help.abstract)))",
      ] + synopsis + description + options + commands + seeAlso
    return lines.joined(separator: "\n") + "\n"
  }

  /// A flag and what turns it off again are one.
  private var shown: [CommandHelp.Parameter] {
    var shown: [CommandHelp.Parameter] = []
    for parameter in (help.arguments ?? []).filter(\.shouldDisplay) {
      if let last = shown.last, last.kind == "flag", parameter.kind == "flag",
        parameter.abstract != nil, parameter.abstract == last.abstract
      {
        shown[shown.count - 1].names = (last.names ?? []) + (parameter.names ?? [])
      } else {
        shown.append(parameter)
      }
    }
    return shown
  }

  private var synopsis: [String] {
    let arguments = shown.filter { $0.kind == "positional" }.map { argument in
      let name = "\\fI\(escaped(argument.valueName ?? "value"))\\fR"
      let all = argument.isRepeating ? "\(name) ..." : name
      return argument.isOptional ? "[\(all)]" : all
    }
    let hasOptions = shown.contains { $0.kind != "positional" }
    let parts =
      ["\\fB\(escaped(help.title))\\fR"] + (hasOptions ? ["[\\fIoptions\\fR]"] : [])
      + arguments + (help.shownCommands.isEmpty ? [] : ["\\fIcommand\\fR"])
    return [".SH SYNOPSIS", parts.joined(separator: " ")]
  }

  private var description: [String] {
    let text = [help.abstract, help.discussion].compactMap(\.self).filter { !$0.isEmpty }
    return [".SH DESCRIPTION"] + paragraphs(text.joined(separator: "\n\n"))
  }

  /// Those of a group of their own below its title.
  private var options: [String] {
    var lines: [String] = []
    var section: String?
    for parameter in shown {
      if lines.isEmpty { lines.append(".SH OPTIONS") }
      if let title = parameter.sectionTitle, title != section {
        lines.append(".SS \(escaped(title))")
      }
      section = parameter.sectionTitle
      lines += [".TP", label(parameter)] + paragraphs(explanation(parameter))
    }
    return lines
  }

  private func label(_ parameter: CommandHelp.Parameter) -> String {
    let value = "\\fI\(escaped(parameter.valueName ?? "value"))\\fR"
    guard parameter.kind != "positional" else { return value }
    let names = (parameter.names ?? []).map { "\\fB\(escaped($0.text))\\fR" }
      .joined(separator: ", ")
    return parameter.kind == "option" ? "\(names) \(value)" : names
  }

  private func explanation(_ parameter: CommandHelp.Parameter) -> String {
    var parts = [parameter.abstract, parameter.discussion].compactMap(\.self)
    if let values = parameter.allValueStrings ?? parameter.allValues, !values.isEmpty {
      parts.append("One of \(values.joined(separator: ", ")).")
    }
    if let value = parameter.defaultValue { parts.append("Default: \(value).") }
    return parts.filter { !$0.isEmpty }.joined(separator: " ")
  }

  private var commands: [String] {
    guard !help.shownCommands.isEmpty else { return [] }
    return [".SH COMMANDS"]
      + help.shownCommands.flatMap { command in
        [".TP", "\\fB\(escaped(command.title))\\fR"] + paragraphs(command.abstract ?? "")
      }
  }

  private var seeAlso: [String] {
    guard !related.isEmpty else { return [] }
    let pages = related.map { "\\fB\(escaped(Self.name(of: $0)))\\fR(1)" }
    return [".SH SEE ALSO", pages.joined(separator: ",\n")]
  }

  /// Text as it is filled, with `.PP` where it has an empty line.
  private func paragraphs(_ text: String) -> [String] {
    var lines: [String] = []
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.allSatisfy(\.isWhitespace) {
        if lines.last != ".PP" { lines.append(".PP") }
      } else {
        lines.append(escaped(String(line)))
      }
    }
    return lines
  }

  /// What roff would take for a request or an escape comes through as it is.
  private func escaped(_ text: String) -> String {
    let characters = text.map { character in
      switch character {
      case "\\": "\\e"
      case "-": "\\-"
      default: String(character)
      }
    }.joined()
    return characters.hasPrefix(".") || characters.hasPrefix("'") ? "\\&" + characters : characters
  }

  /// Without its full stop, as one line.
  private static func sentence(_ text: String?) -> String {
    let line = (text ?? "").split(whereSeparator: \.isNewline).joined(separator: " ")
    return line.hasSuffix(".") ? String(line.dropLast()) : line
  }
}
