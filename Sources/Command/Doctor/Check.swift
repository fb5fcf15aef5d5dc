/// One thing that was looked at: what was found, and what to do about it.
struct Check: Encodable, Equatable {
  /// How it ended.
  enum Verdict: Int, Encodable, Comparable {
    case ok
    /// Good to know; nothing suffers yet.
    case note
    /// The sound may suffer.
    case warning
    /// A host will not do what it should.
    case problem

    static func < (left: Verdict, right: Verdict) -> Bool { left.rawValue < right.rawValue }

    func encode(to encoder: any Encoder) throws {
      var container = encoder.singleValueContainer()
      try container.encode("\(self)")
    }
  }

  /// What was looked at, for programs.
  enum Name: String, Encodable, CaseIterable {
    case realtimePriority
    case threads
    case realtimeKit
    case priorityLimit
    case lockedMemory
    case realtimeShare
    case computingTime
    case kernel
    case cores
    case cpuFrequency
    case cpuIdleStates
    case interrupts
    case swap
    case soundDevices
    case alsaCards
    case jackServer
    case audioServers
    case cardHolders
    case recordings
    case lv2Plugins
    case ladspaPlugins
    case taskClasses
  }

  /// What to do.
  struct Cure: Equatable {
    /// A sentence without the full stop.
    let text: String
    /// Shell commands that do it.
    var commands: [String] = []
  }

  init(_ check: Name, _ title: String, _ verdict: Verdict, _ found: String, cure: Cure? = nil) {
    self.check = check
    self.title = title
    self.verdict = verdict
    self.found = found
    self.cure = cure?.text
    commands = cure?.commands ?? []
  }

  /// What was looked at, for programs.
  let check: Name
  /// What was looked at, for people.
  let title: String
  let verdict: Verdict
  /// What was found, without a full stop.
  let found: String
  /// What to do; nil when there is nothing to do.
  let cure: String?
  /// Shell commands that do it.
  let commands: [String]

  private enum CodingKeys: CodingKey {
    case check
    case title
    case verdict
    case found
    case cure
    case commands
  }

  /// Leaves the cure out when there is none, and the commands when there are none.
  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(check, forKey: .check)
    try container.encode(title, forKey: .title)
    try container.encode(verdict, forKey: .verdict)
    try container.encode(found, forKey: .found)
    try container.encodeIfPresent(cure, forKey: .cure)
    if !commands.isEmpty { try container.encode(commands, forKey: .commands) }
  }
}
