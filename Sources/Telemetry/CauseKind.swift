/// What kept a period, or what it needed, from being in time.
public enum CauseKind: String, Sendable, Codable, CaseIterable {
  /// A node took too long.
  case lateNode
  /// The audio thread ran late after the device had asked.
  case lateWake
  /// The device did not ask for a period in its time.
  case deviceStall
  /// The process of a sandboxed plugin ended.
  case sandboxCrash
  /// A queue refused items because it was full.
  case queueFull
  /// Memory that was not there had to be brought while the period was performed.
  case pageFault
  /// Another thread ran in the audio thread's place in the middle of the period.
  case preempted
  /// A helping thread did not come in time.
  case lateThread
  /// What was measured explains nothing.
  case unknown
}
