internal import Yams

extension YamlError {
  /// Where the text stops being YAML.
  func mark(in text: String) -> SourceMark {
    switch self {
    case .scanner(_, _, let mark, _), .parser(_, _, let mark, _), .composer(_, _, let mark, _):
      return SourceMark(line: max(1, mark.line), column: max(1, mark.column))
    case .reader(_, let offset, _, _):
      let before = text.prefix(offset ?? 0)
      let line = before.count { $0.isNewline } + 1
      let column = before.reversed().prefix { !$0.isNewline }.count + 1
      return SourceMark(line: line, column: column)
    default:
      return .start
    }
  }

  /// What the parser said, in one line.
  var sentence: String {
    switch self {
    case .scanner(let context, let problem, _, _), .parser(let context, let problem, _, _),
      .composer(let context, let problem, _, _):
      let said = [context?.text, problem].compactMap { $0 }.filter { !$0.isEmpty }
      return "not valid YAML: " + said.joined(separator: ", ")
    case .reader(let problem, _, _, _):
      return "not valid YAML: \(problem)"
    default:
      return "not valid YAML"
    }
  }
}
