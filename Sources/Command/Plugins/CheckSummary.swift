import PluginCheck
import Plugins

/// What became of the plugins of each Debian package, as a document.
struct CheckSummary {
  let text: String

  /// Of checks, and of the audits of the same plugins by `format:identifier`.
  init(_ checks: [CheckRecord], audits: [String: CheckRecord], problems: [PluginProblem]) {
    let plugins = checks.map { Plugin(check: $0, audit: audits[$0.key]) }
    let packages = Dictionary(grouping: plugins) { $0.check.package }
      .sorted { ($0.key?.name ?? "~") < ($1.key?.name ?? "~") }
    let lines =
      ["# Plugins that were checked", "", Self.introduction(plugins), ""]
      + Self.counts(packages) + Self.unusable(plugins)
      + packages.flatMap { Self.findings($1, in: $0) } + Self.unread(problems)
    text = lines.joined(separator: "\n")
  }

  private static func introduction(_ plugins: [Plugin]) -> String {
    let usable = plugins.count(where: \.check.isUsable)
    let refused = plugins.count { $0.check.verdict == .refused }
    return """
      `make plugins-check` writes this file: what `tactus plugins check --all` and `tactus plugins audit --all`
      say of Debian's plugins. \(String.count(plugins.count, "plugin")): \(usable) loaded and played, \(refused) refused, \
      \(plugins.count - usable - refused) failed;
      \(plugins.count(where: \.isSilent)) of them never allocate, lock or call the kernel in a period.

      Ports end where nobody may read or write: what crashes here for that plays garbage elsewhere. What was called
      in periods is told by the RealtimeSanitizer, with the stage in which it came first. Page faults are those of
      locked memory after an instance's first 16 periods; late are plugins of which one period in a hundred took
      longer than it lasts.
      """
  }

  private static func counts(_ packages: [(DebianPackage?, [Plugin])]) -> [String] {
    let verdicts = CheckVerdict.allCases
    let titles =
      ["package", "version", "plugins"] + verdicts.map(\.text)
      + ["allocate", "lock", "call the kernel", "page faults", "late"]
    let rows = packages.map { package, plugins in
      let audits = plugins.compactMap(\.audit)
      let counts =
        [plugins.count] + verdicts.map { verdict in plugins.count { $0.check.verdict == verdict } }
        + UnsafeCall.Kind.allCases.map { kind in
          audits.count { $0.pluginCalls.contains { $0.kind == kind } }
        } + [
          audits.count { $0.audit?.hasFaults == true }, audits.count { $0.audit?.isLate == true },
        ]
      return [package?.name ?? "none", package?.version ?? ""] + counts.map(String.init)
    }
    return MarkdownTable(titles, rows, numbersFrom: 2).lines
  }

  private static func unusable(_ plugins: [Plugin]) -> [String] {
    let rows = plugins.filter { !$0.check.isUsable }
      .map { [$0.name, $0.check.verdict.text, $0.check.reason ?? ""] }
    return section("Refused or failed", MarkdownTable(["plugin", "verdict", "why"], rows))
  }

  private static func findings(_ plugins: [Plugin], in package: DebianPackage?) -> [String] {
    let rows = plugins.filter(\.hasFindings)
      .map { [$0.name, $0.checkFindings, $0.auditFindings] }
    let title = package.map { "\($0.name) \($0.version)" } ?? "No package"
    return section(title, MarkdownTable(["plugin", "found by the check", "in periods"], rows))
  }

  private static func unread(_ problems: [PluginProblem]) -> [String] {
    section("Not readable", MarkdownTable(["what was tried"], problems.map { ["\($0)"] }))
  }

  private static func section(_ title: String, _ table: MarkdownTable) -> [String] {
    table.rows.isEmpty ? [] : ["", "## \(title)", ""] + table.lines
  }
}
