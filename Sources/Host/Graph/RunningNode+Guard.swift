import Graph
import Signal

extension RunningNode {
  /// How long a node has to be good before it is heard again, in seconds.
  private static let holdSeconds = 1.0
  private static let riseSeconds = 0.01
  /// How long it may be bad before it is restarted.
  private static let patienceSeconds = 0.2

  /// What its outputs are looked at for: those of plugins, and of feedback nodes, where a loop that
  /// grows louder comes by; built-in processors are trusted.
  func outputGuard(runawayDecibels: Double) -> OutputGuard? {
    if case .processor = body { return nil }
    let rate = Double(rate)
    return OutputGuard(
      limit: Decibels.gain(Float(runawayDecibels)), holdFrames: Int(Self.holdSeconds * rate),
      riseFrames: Int(Self.riseSeconds * rate))
  }

  /// What it was muted for, in a line; nil for nothing.
  var muteNote: String? {
    let outputs = statistics.outputs
    return outputs.latestFault?.line(about: name, times: outputs.faults)
  }

  /// Whether only a restart may help it.
  var isBroken: Bool { node.isBroken(after: Int(Self.patienceSeconds * Double(rate))) }

  /// Whether it can be made as good as new.
  var canRestart: Bool {
    if case .plugin = body { true } else { false }
  }
}

extension OutputFault {
  /// What was found, for people.
  var words: String {
    switch kind {
    case .notANumber: "NaN"
    case .infinite: "an infinite sample"
    case .runaway: "a runaway level"
    }
  }

  /// What a node was muted for, for people.
  func line(about node: String, times: UInt64) -> String {
    let count = times == 1 ? "" : " \(times) times"
    return "\(node): gave \(words) in its output \(output + 1), muted\(count)"
  }
}
