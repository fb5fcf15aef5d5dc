import PluginCheck
import Plugins

/// What plugins did in periods that has no place there.
struct PluginsAuditReport: Report {
  let plugins: [CheckRecord]
  let problems: [PluginProblem]

  init(_ plugins: [CheckRecord], problems: [PluginProblem]) {
    self.plugins = plugins
    self.problems = problems
  }

  func text(columns: Int?) -> String {
    let lines = plugins.flatMap { plugin in Self.lines(plugin) }
    let unsafe = plugins.count { !$0.calls.isEmpty }
    let count = plugins.count == 1 ? "1 plugin" : "\(plugins.count) plugins"
    return (lines + ["", "\(count), \(unsafe) with calls that are not safe in a period"])
      .joined(separator: "\n")
  }

  private static func lines(_ plugin: CheckRecord) -> [String] {
    let name = "\(plugin.format.rawValue):\(plugin.identifier)"
    var facts: [String] = []
    if !plugin.isUsable { facts.append(plugin.summary) }
    if let audit = plugin.audit {
      facts.append("\(audit.periods) periods")
      if audit.latePeriods > 0 { facts.append("\(audit.latePeriods) late") }
      if audit.pageFaults > 0 {
        facts.append("\(audit.pageFaults) page faults in \(audit.faultyPeriods) of them")
      }
      if !audit.isLocked { facts.append("memory not locked") }
    }
    if plugin.calls.isEmpty, plugin.isUsable { facts.append("nothing found") }
    let calls = plugin.calls.flatMap { call in
      ["    \(call.kind.text): \(call.function) in \(call.stage)"]
        + call.stack.prefix(8).map { "        \($0)" }
    }
    return ["\(name): \(facts.joined(separator: ", "))"] + calls
  }
}

extension UnsafeCall.Kind {
  /// As a user reads it.
  fileprivate var text: String {
    switch self {
    case .allocation: "allocation"
    case .lock: "lock"
    case .systemCall: "system call"
    }
  }
}
