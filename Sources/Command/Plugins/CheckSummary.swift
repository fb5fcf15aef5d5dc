import PluginCheck
import Plugins

/// What became of the plugins of each Debian package, as a document.
struct CheckSummary {
  let text: String

  init(_ records: [CheckRecord], problems: [PluginProblem]) {
    let lines =
      ["# Plugins that were checked", "", Self.introduction(records), ""]
      + Self.packages(records) + Self.findings(records) + Self.unread(problems)
    text = lines.joined(separator: "\n")
  }

  private static func introduction(_ records: [CheckRecord]) -> String {
    let usable = records.count(where: \.isUsable)
    let refused = records.count { $0.verdict == .refused }
    return """
      `make plugins-check` writes this file: what `tactus plugins check --all` says of Debian's plugins.
      \(records.count) plugins: \(usable) loaded and played, \(refused) refused, \
      \(records.count - usable - refused) failed.
      Ports end where nobody may read or write: what crashes here for that plays garbage elsewhere.
      """
  }

  private static func packages(_ records: [CheckRecord]) -> [String] {
    let groups = Dictionary(grouping: records, by: \.package)
      .sorted { ($0.key?.name ?? "~") < ($1.key?.name ?? "~") }
    let verdicts = CheckVerdict.allCases
    let head = "| package | version | plugins | " + verdicts.map(\.text).joined(separator: " | ")
    let rule = "|---|---|" + String(repeating: "--:|", count: verdicts.count + 1)
    return [head + " |", rule]
      + groups.map { package, records in
        let counts = verdicts.map { verdict in "\(records.count { $0.verdict == verdict })" }
        return "| \(package?.name ?? "none") | \(package?.version ?? "") | \(records.count) | "
          + counts.joined(separator: " | ") + " |"
      }
  }

  private static func findings(_ records: [CheckRecord]) -> [String] {
    CheckVerdict.allCases.filter { $0 != .ok }.flatMap { verdict in
      let those = records.filter { $0.verdict == verdict }
      guard !those.isEmpty else { return [String]() }
      return ["", "## \(title(verdict))", ""] + those.map(line)
    }
  }

  private static func line(_ record: CheckRecord) -> String {
    let findings = record.findings.map { "\($0.stage.rawValue): \($0.text)" }
    let what = findings.isEmpty ? record.reason ?? "" : findings.joined(separator: "; ")
    return "- `\(record.format.rawValue):\(record.identifier)` \(what)"
  }

  private static func unread(_ problems: [PluginProblem]) -> [String] {
    problems.isEmpty ? [] : ["", "## Not readable", ""] + problems.map { "- \($0)" }
  }

  private static func title(_ verdict: CheckVerdict) -> String {
    verdict.text.prefix(1).uppercased() + verdict.text.dropFirst()
  }
}
