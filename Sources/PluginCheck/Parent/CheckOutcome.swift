import Foundation
import Plugins

/// What a child's end and the file that it wrote say about its plugin.
struct CheckOutcome {
  /// Reads what was told up to the child's end.
  init(_ end: ChildProcess.End, told: String) {
    self.end = end
    for line in told.split(separator: "\n") {
      if line.hasPrefix("stage ") { stage = String(line.dropFirst(6)) }
      guard line.hasPrefix("result ") else { continue }
      result = try? JSONDecoder().decode(CheckResult.self, from: Data(line.dropFirst(7).utf8))
    }
  }

  /// The record that this makes.
  func record(of descriptor: PluginDescriptor) -> CheckRecord {
    var record = CheckRecord(descriptor, verdict, reason)
    guard let result else { return record }
    record.findings = result.findings
    record.latencyFrames = result.latencyFrames
    record.isDeterministic = result.isDeterministic
    record.times = result.times
    record.audit = result.audit
    return record
  }

  private let end: ChildProcess.End
  private var stage = "its start"
  private var result: CheckResult?

  private var verdict: CheckVerdict {
    guard let result else { return end == .timedOut ? .didNotReturn : .crashed }
    if result.refusal != nil { return result.isUnsupported ? .refused : .failed }
    if result.findings.contains(where: \.isFailure) { return .failed }
    return result.findings.isEmpty ? .ok : .warnings
  }

  private var reason: String? {
    guard let result else {
      switch end {
      case .exited(let code): return "ended its process with code \(code) in \(stage)"
      case .signal(_, let name): return "\(name) in \(stage)"
      case .timedOut: return "in \(stage)"
      }
    }
    return result.refusal ?? result.findings.first(where: \.isFailure)?.text
      ?? result.findings.first?.text
  }
}
