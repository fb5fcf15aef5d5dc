import Telemetry

/// The recording in a sentence or two.
struct Verdict {
  let text: String

  init(_ digest: RecordingDigest) {
    text = [Self.troubles(digest), Self.load(digest), Self.missing(digest)]
      .compactMap(\.self).joined(separator: " ")
  }

  private static func troubles(_ digest: RecordingDigest) -> String {
    let time = "In \(Figures.span(digest.durationNanoseconds))"
    let counts = digest.troubles
    let troubles = [
      (counts.xruns, "xrun"), (counts.stalls, "stall of the device"),
      (counts.faults, "fault of the device"), (counts.losses, "loss of the device"),
    ].filter { $0.0 > 0 }.map { Figures.count($0.0, $0.1, plural($0.1)) }
    guard !digest.causes.isEmpty else {
      guard !troubles.isEmpty else { return "\(time), nothing went wrong." }
      return "\(time), there were \(list(troubles)), of which no cause was recorded."
    }
    let kinds = digest.causesByKind.map {
      Figures.count(UInt64($0.count), CauseWords.name($0.kind), CauseWords.plural($0.kind))
    }
    let what =
      troubles.isEmpty
      ? Figures.count(UInt64(digest.causes.count), "thing") + " went wrong"
      : "there \(digest.troubles.isOne ? "was" : "were") \(list(troubles))"
    return "\(time), \(what). Found behind what went wrong: \(list(kinds))."
  }

  private static func load(_ digest: RecordingDigest) -> String {
    "The load was \(Figures.percent(digest.meanLoad)) on average and "
      + "\(Figures.percent(digest.highestLoad)) at most."
  }

  private static func missing(_ digest: RecordingDigest) -> String? {
    guard digest.missedCauses > 0 else { return nil }
    return "\(Figures.count(digest.missedCauses, "more cause")) came too fast to be recorded."
  }

  private static func plural(_ words: String) -> String? {
    switch words {
    case "stall of the device": "stalls of the device"
    case "fault of the device": "faults of the device"
    case "loss of the device": "losses of the device"
    default: nil
    }
  }

  private static func list(_ words: [String]) -> String {
    guard let last = words.last, words.count > 1 else { return words.first ?? "" }
    return words.dropLast().joined(separator: ", ") + " and " + last
  }
}

extension RecordingDigest.TroubleCounts {
  /// Whether there is only one to tell of.
  fileprivate var isOne: Bool {
    Double(xruns) + Double(stalls) + Double(faults) + Double(losses) == 1
  }
}

/// The kinds of causes in words.
enum CauseWords {
  static func name(_ kind: String) -> String {
    switch CauseKind(rawValue: kind) {
    case .lateNode: "late node"
    case .lateWake: "late wake-up"
    case .deviceStall: "stall of the device"
    case .sandboxCrash: "crash in a sandbox"
    case .queueFull: "full queue"
    case .pageFault: "page fault"
    case .preempted: "preemption"
    case .lateThread: "late thread"
    case .unknown: "unknown cause"
    case nil: kind
    }
  }

  static func plural(_ kind: String) -> String {
    switch CauseKind(rawValue: kind) {
    case .deviceStall: "stalls of the device"
    case .sandboxCrash: "crashes in sandboxes"
    default: name(kind) + "s"
    }
  }
}
