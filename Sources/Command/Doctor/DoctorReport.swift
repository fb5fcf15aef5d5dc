/// All checks, and how the command ends.
struct DoctorReport: Report {
  /// The worst verdict.
  let verdict: Check.Verdict
  let checks: [Check]

  init(_ facts: SystemFacts) {
    checks =
      facts.schedulingChecks + facts.machineChecks + facts.soundChecks + facts.softwareChecks
    verdict = checks.map(\.verdict).max() ?? .ok
  }

  /// 0, 77 when real-time priority is refused, 65 when the task class file has mistakes, 69 for any
  /// other problem.
  var exitCode: Int32 {
    let problems = checks.filter { $0.verdict == .problem }.map(\.check)
    if problems.contains(.realtimePriority) { return 77 }
    if problems.contains(.taskClasses) { return 65 }
    return problems.isEmpty ? 0 : 69
  }

  func text(columns: Int?) -> String {
    (checks.flatMap { lines(of: $0, columns: columns ?? 80) } + ["", summary])
      .joined(separator: "\n")
  }

  private func lines(of check: Check, columns: Int) -> [String] {
    let beginning = "\(check.verdict)".padded(to: 9) + check.title.padded(to: 20)
    var lines = [check.found.hanging(beginning, columns: columns)]
    if let cure = check.cure {
      let end = check.commands.isEmpty ? "" : ":"
      lines.append((cure + end).hanging("  -> ", columns: columns))
    }
    return lines + check.commands.map { "  \($0)" }
  }

  private var summary: String {
    guard verdict > .ok else { return "Everything is in order." }
    let counts = [Check.Verdict.problem, .warning, .note].map { verdict in
      (verdict, checks.count { $0.verdict == verdict })
    }
    return counts.filter { $0.1 > 0 }
      .map { verdict, count in String.count(count, "\(verdict)") }
      .joined(separator: ", ") + "."
  }
}
