import PluginCheck

extension CheckSummary {
  /// All that is known about one plugin.
  struct Plugin {
    let check: CheckRecord
    let audit: CheckRecord?

    var name: String { "`\(check.key)`" }

    /// Whether an audit to its end saw no call that has no place in a period.
    var isSilent: Bool { audit.map { $0.isUsable && $0.pluginCalls.isEmpty } ?? false }

    /// Whether there is more to say than why it cannot be used.
    var hasFindings: Bool { !(checkFindings.isEmpty && auditFindings.isEmpty) }

    var checkFindings: String {
      check.findings.map(\.summary).joined(separator: "; ")
    }

    var auditFindings: String {
      guard let audit else { return "" }
      let end = !audit.isUsable && check.isUsable ? [audit.summary] : []
      return (end + calls(of: audit) + (audit.audit?.findings ?? [])).joined(separator: "; ")
    }

    /// Such as `allocation: malloc, free in run`.
    private func calls(of audit: CheckRecord) -> [String] {
      UnsafeCall.Kind.allCases.compactMap { kind in
        let calls = audit.pluginCalls.filter { $0.kind == kind }
        guard let first = calls.first else { return nil }
        let functions = calls.map(\.function).reduce(into: [String]()) { names, name in
          if !names.contains(name) { names.append(name) }
        }
        return "\(kind.text): \(functions.joined(separator: ", ")) in \(first.stage)"
      }
    }
  }
}

extension AuditCounts {
  var hasFaults: Bool { faultyPeriods > 0 }

  /// The machine may have stood still for a few.
  var isLate: Bool { latePeriods * 100 >= max(1, periods) }

  /// What a user would want to know of them.
  fileprivate var findings: [String] {
    (hasFaults ? ["page faults in \(faultyPeriods) of \(periods) periods"] : [])
      + (isLate ? ["\(latePeriods) of \(periods) periods late"] : [])
  }
}
