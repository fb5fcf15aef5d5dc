import PluginCheck
import Plugins

/// What became of plugins that were checked.
struct PluginsCheckReport: Report {
  let plugins: [CheckRecord]
  let problems: [PluginProblem]

  init(_ plugins: [CheckRecord], problems: [PluginProblem]) {
    self.plugins = plugins
    self.problems = problems
  }

  func text(columns: Int?) -> String {
    var table = TextTable([
      .init(title: "PLUGIN"), .init(title: "VERDICT"),
      .init(title: "MEDIAN", isRightAligned: true), .init(title: "WORST", isRightAligned: true),
      .init(title: "WHAT", wraps: true),
    ])
    for plugin in plugins {
      table.add([
        plugin.key, plugin.verdict.text,
        plugin.times.map { Self.time($0.medianNanoseconds) } ?? "",
        plugin.times.map { Self.time($0.worstNanoseconds) } ?? "", Self.what(plugin),
      ])
    }
    let lines = problems.map { "cannot be read: \($0)" }
    return (table.lines(columns: columns) + [""] + lines + [footer]).joined(separator: "\n")
  }

  /// How many there are of each verdict.
  private var footer: String {
    let counts = CheckVerdict.allCases.compactMap { verdict in
      let count = plugins.count { $0.verdict == verdict }
      return count > 0 ? "\(count) \(verdict.text)" : nil
    }
    return "\(String.count(plugins.count, "plugin")): \(counts.joined(separator: ", "))"
  }

  /// With the part of a period of 64 frames.
  private static func time(_ nanoseconds: Int) -> String {
    let share = Double(nanoseconds) * 100 / Double(CheckTimes.periodNanoseconds)
    let percent = share < 10 ? (share * 10).rounded() / 10 : share.rounded()
    return "\((Double(nanoseconds) / 100).rounded() / 10) µs \(percent) %"
  }

  private static func what(_ plugin: CheckRecord) -> String {
    let texts = plugin.findings.map(\.summary)
    return texts.isEmpty ? plugin.reason ?? "" : texts.joined(separator: "\n")
  }
}
