// Control side.

/// What has become of a sandboxed node, in words for as long as that is of interest.
struct SandboxStanding {
  private enum State {
    case playing
    /// Nothing plays it until the next child is there.
    case down
    case quarantined
  }

  private var state = State.playing
  /// What it did last, and when its child was back.
  private var what = ""
  private var backAt: Int64 = 0
  private var lateBlocks = 0
  private var lateAt: Int64 = 0

  /// How long what has passed is told.
  static let interest: Int64 = 3_000_000_000

  /// Its child has ended, by its fault or with others in it.
  mutating func stop(_ what: String) { (state, self.what) = (.down, what) }

  /// No child is started for it any more.
  mutating func quarantine(_ reason: String) { (state, what) = (.quarantined, reason) }

  /// A child has it again.
  mutating func play(at now: Int64) {
    if state == .down { backAt = now }
    state = .playing
  }

  /// Its child was not there in time for so many blocks more.
  mutating func beLate(_ blocks: Int, at now: Int64) {
    lateBlocks = (isLate(at: now) ? lateBlocks : 0) + blocks
    lateAt = now
  }

  /// Why it is not heard at the moment, or was not just now.
  func trouble(at now: Int64) -> String? {
    switch state {
    case .quarantined: return "in quarantine since it \(what)"
    case .down: return "\(what); its sandbox restarts"
    case .playing: break
    }
    if backAt > 0, now - backAt < Self.interest { return "\(what); its sandbox is back" }
    guard isLate(at: now) else { return nil }
    let blocks = lateBlocks == 1 ? "a period" : "\(lateBlocks) periods"
    return "late in its sandbox: \(blocks) without it"
  }

  private func isLate(at now: Int64) -> Bool { lateAt > 0 && now - lateAt < Self.interest }
}
