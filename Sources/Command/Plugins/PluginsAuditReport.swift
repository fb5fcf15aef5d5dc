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
    let unsafe = plugins.count { !$0.pluginCalls.isEmpty }
    let footer =
      "\(String.count(plugins.count, "plugin")), \(unsafe) with calls that are not safe in a period"
    return (lines + [""] + hosts + [footer]).joined(separator: "\n")
  }

  /// What a user should not have to see.
  private var hosts: [String] {
    let calls = plugins.flatMap(\.hostCalls)
    let count = String.count(calls.count, "call")
    return calls.isEmpty ? [] : ["\(count) of this host's own: a fault of Tactus"]
  }

  private static func lines(_ plugin: CheckRecord) -> [String] {
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
      [
        "    \(call.isHosts ? "this host's own " : "")\(call.kind.text): "
          + "\(call.function) in \(call.stage)"
      ] + call.stack.prefix(8).map { "        \($0)" }
    }
    return ["\(plugin.key): \(facts.joined(separator: ", "))"] + calls
  }
}

extension UnsafeCall.Kind {
  /// As a user reads it.
  var text: String {
    switch self {
    case .allocation: "allocation"
    case .lock: "lock"
    case .systemCall: "system call"
    }
  }
}
