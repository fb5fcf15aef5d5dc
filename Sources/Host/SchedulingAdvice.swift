import Realtime

/// What to tell a user whose threads did not get the priority they asked for.
enum SchedulingAdvice {
  /// One line when real-time priority was refused or cut; nil when all is well.
  static func warning(for grants: [SchedulingGrant]) -> String? {
    if grants.contains(where: \.isRealtimeRefused) {
      return "real-time priority was refused: playing on without it, "
        + "with dropouts under load. " + cure
    }
    if let cut = grants.first(where: { $0.granted != $0.asked && $0.asked.priority > 0 }) {
      return "real-time priority is limited: \(cut.granted) instead of \(cut.asked). " + cure
    }
    return nil
  }

  private static let cure =
    "Cure: copy configs/limits.d/tactus.conf to /etc/security/limits.d, "
    + "join the group audio, log in again"
}
