import Realtime

/// What to tell a user whose threads did not get the priority they asked for.
enum SchedulingAdvice {
  /// One line when real-time priority was refused or cut; nil when all is well.
  static func warning(for grants: [SchedulingGrant]) -> String? {
    let refused = grants.filter(\.isRealtimeRefused)
    if let first = refused.first {
      let refusal = first.brokerRefusal.map { "; \($0)" } ?? ""
      return "real-time priority was refused\(share(of: refused, in: grants)): playing on without "
        + "it, with dropouts under load\(refusal). " + cure
    }
    // The most urgent tells most.
    let cut = grants.filter { $0.granted != $0.asked && $0.asked.priority > 0 }
      .max { $0.asked.priority < $1.asked.priority }
    guard let cut else { return nil }
    let what = "\(cut.granted) instead of \(cut.asked)"
    if case .broker(let name) = cut.source {
      return "real-time priority comes from \(name), which has less of it: \(what). " + cure
    }
    return "real-time priority is limited: \(what). " + cure
  }

  /// How many were refused, when others were not.
  private static func share(of refused: [SchedulingGrant], in grants: [SchedulingGrant]) -> String {
    let wanted = grants.count { $0.asked.priority > 0 }
    return refused.count == wanted ? "" : " to \(refused.count) of \(wanted) threads"
  }

  private static let cure =
    "Cure: copy configs/limits.d/tactus.conf to /etc/security/limits.d, "
    + "join the group audio, log in again"
}
